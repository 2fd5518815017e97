import type { Fact, Work } from '../platform/work.ts';

const fact =
  (kind: string) =>
  (siteId: string, subject: string, body: Record<string, unknown> = {}): Fact => ({
    kind: `dispatch.${kind}`,
    siteId,
    subject,
    body,
  });

export const shiftOffered = fact('shiftOffered');
export const shiftAccepted = fact('shiftAccepted');
export const shiftStarted = fact('shiftStarted');
export const shiftEnded = fact('shiftEnded');
/** It begins or ends at another time. */
export const shiftChanged = fact('shiftChanged');
export const shiftWithdrawn = fact('shiftWithdrawn');
/** Nobody took it in time. */
export const shiftExpired = fact('shiftExpired');
export const routesPlanned = fact('routesPlanned');
/** Its stops, their order or their times changed; screens read it again. */
export const routeChanged = fact('routeChanged');
export const routePublished = fact('routePublished');
export const routeAccepted = fact('routeAccepted');
export const routeCancelled = fact('routeCancelled');
/** A route that was over for want of stops has some again, and its driver has it back. */
export const routeRevived = fact('routeRevived');
export const parcelLoaded = fact('parcelLoaded');
export const routeDeparted = fact('routeDeparted');
export const stopArrived = fact('stopArrived');
export const stopDelivered = fact('stopDelivered');
export const stopFailed = fact('stopFailed');
/** That it failed was a slip of the driver. */
export const stopReopened = fact('stopReopened');
/** The desk said what follows a door that failed. */
export const stopDecided = fact('stopDecided');
export const parcelBroughtBack = fact('parcelBroughtBack');
/** It was lost at the dock, and for good. */
export const parcelWrittenOff = fact('parcelWrittenOff');
export const routeClosed = fact('routeClosed');
/** Trips of a vehicle were to follow while somebody held one of them: they are waited for. */
export const tripHeld = fact('tripHeld');
/** It is there, or can something else, or its shift begins or ends elsewhere. */
export const vehicleChanged = fact('vehicleChanged');
export const skillsNamed = fact('skillsNamed');
/** From now on other rules say what follows a door that does not open. */
export const failurePolicySet = fact('failurePolicySet');

/** Whose screen a fact changes, and in which flow: a driver's, unless he did it himself. */
export function screenOf({ actor }: Work, { driverId }: { driverId: string | null }): Record<string, string> {
  return driverId === null || driverId === actor.userId ? {} : { userId: driverId, flow: 'deliver' };
}

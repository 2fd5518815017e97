import type { Fact } from '../platform/work.ts';

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
export const shiftWithdrawn = fact('shiftWithdrawn');
/** Nobody took it in time. */
export const shiftExpired = fact('shiftExpired');
export const routesPlanned = fact('routesPlanned');
/** Its stops, their order or their times changed; screens read it again. */
export const routeChanged = fact('routeChanged');
export const routePublished = fact('routePublished');
export const routeAccepted = fact('routeAccepted');
export const routeCancelled = fact('routeCancelled');
export const parcelLoaded = fact('parcelLoaded');
export const routeDeparted = fact('routeDeparted');
export const stopArrived = fact('stopArrived');
export const stopDelivered = fact('stopDelivered');
export const stopFailed = fact('stopFailed');
/** That it failed was a slip of the driver. */
export const stopReopened = fact('stopReopened');
export const parcelBroughtBack = fact('parcelBroughtBack');
export const routeClosed = fact('routeClosed');
/** From now on other rules say what follows a door that does not open. */
export const failurePolicySet = fact('failurePolicySet');

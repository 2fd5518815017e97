import { needsEnrolment } from '../link/door.ts';
import { deviceKey } from '../link/deviceKey.ts';
import { session } from '../link/session.ts';
import { mayOpen } from '../queue/others.ts';
import { ChoosePin } from './ChoosePin.tsx';
import { DeskTold } from './DeskTold.tsx';
import { Device } from './Device.tsx';
import { Enrol } from './Enrol.tsx';
import { Held } from './Held.tsx';
import { Home } from './Home.tsx';
import { Leaving } from './Leaving.tsx';
import { Offers } from './Offers.tsx';
import { PinSignIn } from './PinSignIn.tsx';
import { ScannerCheck } from './ScannerCheck.tsx';
import { SignIn } from './SignIn.tsx';
import { Tray } from './Tray.tsx';
import { place } from './route.ts';
import { Work } from './work/Work.tsx';

export function App() {
  return (
    <>
      <Screen />
      <DeskTold />
      <Leaving />
    </>
  );
}

function Screen() {
  const now = place.value;
  if (now === 'check') return <ScannerCheck />;
  if (!session.value) return deviceKey.value && now !== 'password' ? <PinSignIn /> : <SignIn />;
  if (needsEnrolment.value) return <Enrol />;
  if (typeof now === 'object') {
    const may = mayOpen(now.flow);
    if (may === 'unknown') return null;
    return may === 'no' ? <Held flow={now.flow} /> : <Work key={now.flow} flow={now.flow} />;
  }
  if (now === 'pin') return <ChoosePin />;
  if (now === 'offers') return <Offers />;
  if (now === 'tray') return <Tray />;
  return now === 'device' ? <Device /> : <Home />;
}

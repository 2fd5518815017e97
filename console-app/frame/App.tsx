import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { session, user } from '../link/session.ts';
import { Page } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Empty, Wait } from '../parts/Wait.tsx';
import { Approvals } from '../screens/approvals/Approvals.tsx';
import { Flash } from '../screens/flash/Flash.tsx';
import { Floor } from '../screens/floor/Floor.tsx';
import { Inbound } from '../screens/inbound/Inbound.tsx';
import { Keys } from '../screens/keys/Keys.tsx';
import { Orders } from '../screens/orders/Orders.tsx';
import { People } from '../screens/people/People.tsx';
import { Records } from '../screens/records/Records.tsx';
import { ReturnsPage } from '../screens/returns/ReturnsPage.tsx';
import { Routes } from '../screens/routes/Routes.tsx';
import { Settings } from '../screens/settings/Settings.tsx';
import { StockPage } from '../screens/stock/StockPage.tsx';
import { Waves } from '../screens/waves/Waves.tsx';
import { t } from '../words/t.ts';
import { Frame } from './Frame.tsx';
import { type PlaceName, mine } from './places.ts';
import { place } from './route.ts';
import { SignIn } from './SignIn.tsx';
import { askSites, site, sites, sitesTrouble } from './site.ts';

const screens: Record<PlaceName, () => ComponentChildren> = {
  floor: () => <Floor />,
  inbound: () => <Inbound />,
  orders: () => <Orders />,
  waves: () => <Waves />,
  routes: () => <Routes />,
  stock: () => <StockPage />,
  flash: () => <Flash />,
  returns: () => <ReturnsPage />,
  approvals: () => <Approvals />,
  people: () => <People />,
  settings: () => <Settings />,
  keys: () => <Keys />,
  records: () => <Records />,
};

export function App() {
  const who = user.value?.id;
  useEffect(() => {
    if (who !== undefined) void askSites();
    return () => (sites.value = undefined);
  }, [who]);
  if (!session.value) return <SignIn />;
  return (
    <Frame>
      <Screen />
    </Frame>
  );
}

function Screen() {
  const [first] = mine.value;
  const name = (place.value.path[0] ?? first) as PlaceName | undefined;
  if (first === undefined) {
    return (
      <Blank>
        <Empty icon="scan" title={t('frame.noPlace')} hint={t('frame.noPlaceHint')}>
          <a class="key main" href="/scanner/">
            {t('signIn.handheld')}
          </a>
        </Empty>
      </Blank>
    );
  }
  if (sitesTrouble.value) {
    return (
      <Blank>
        <Trouble error={sitesTrouble.value} again={() => void askSites()} />
      </Blank>
    );
  }
  if (sites.value === undefined) return <Blank children={<Wait />} />;
  if (site.value === undefined)
    return <Blank children={<Empty icon="home" title={t('frame.noSite')} hint={t('frame.noSiteHint')} />} />;
  if (name === undefined || !mine.value.includes(name))
    return <Blank children={<Empty icon="look" title={t('frame.unknown')} />} />;
  return <>{screens[name]()}</>;
}

const Blank = ({ children }: { children: ComponentChildren }) => <Page title={t('app.name')}>{children}</Page>;

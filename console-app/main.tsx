import { render } from 'preact';
import '../scanner-app/look/look.css';
import './look/font.css';
import './look/desk.css';
import './look/frame.css';
import './look/parts.css';
import './look/rows.css';
import './look/desk-parts.css';
import './look/find.css';
import './screens/flash/flash.css';
import './screens/stock/print/print.css';
import './screens/floor/floor.css';
import './screens/inbound/inbound.css';
import './screens/orders/orders.css';
import './screens/routes/routes.css';
import './screens/routes/driven/driven.css';
import { applyTheme } from '../scanner-app/look/theme.ts';
import { applyLanguage } from '../scanner-app/words/language.ts';
import { rememberLanguage } from '../scanner-app/words/remember.ts';
import { App } from './frame/App.tsx';
import { followAddress } from './frame/route.ts';
import { post } from './link/http.ts';
import { keepSocket } from './link/news.ts';
import { token } from './link/session.ts';

applyTheme();
applyLanguage();
followAddress();
keepSocket();
rememberLanguage(
  () => token.value !== undefined,
  (language) => post('/v1/language', { language }),
);
render(<App />, document.getElementById('app') as HTMLElement);

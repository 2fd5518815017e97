import { type Theme, theme, themes } from '../../scanner-app/look/theme.ts';
import { type Language, chosenLanguage, language, languages } from '../../scanner-app/words/language.ts';
import { notHeard } from '../link/parked.ts';
import { role, user } from '../link/session.ts';
import { signOut } from '../link/signIn.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { Segments } from '../parts/Field.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Key } from '../parts/Key.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { said, t } from '../words/t.ts';
import { finding } from './Find.tsx';
import { mine, places } from './places.ts';
import { href } from './route.ts';
import { SiteChoice } from './SiteChoice.tsx';

/** Who is signed in, how the desk looks and speaks; on a phone also the way to every place. */
export function Account({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  return (
    <Dialog title={`${user.value?.login ?? ''} · ${said('role', role.value)}`} onClose={onClose}>
      <div class="account">
        <SiteChoice />
        <div class="all-places">
          <Key
            icon="look"
            onPress={() => {
              onClose();
              finding.value = '';
            }}
          >
            {t('find.title')}
          </Key>
          {mine.value.map((name) => (
            <a key={name} class="key" href={href(name)} onClick={onClose}>
              <Icon name={places[name].icon} />
              <span>{t(`place.${name}`)}</span>
              {name === 'records' && <Waiting n={notHeard.value} />}
            </a>
          ))}
        </div>
        <div class="choice">
          <span>{t('frame.language')}</span>
          <Segments<Language>
            label={t('frame.language')}
            value={language.value}
            choices={Object.entries(languages) as [Language, string][]}
            onChoose={(chosen) => (chosenLanguage.value = chosen)}
          />
        </div>
        <div class="choice">
          <span>{t('frame.theme')}</span>
          <Segments<Theme>
            label={t('frame.theme')}
            value={theme.value}
            choices={themes.map((name) => [name, t(`theme.${name}`)])}
            onChoose={(chosen) => (theme.value = chosen)}
          />
        </div>
        <div class="two">
          <Key icon="keyboard" onPress={onKeys}>
            {t('frame.keys')}
          </Key>
          <Key icon="leave" onPress={() => void signOut()}>
            {t('frame.signOut')}
          </Key>
        </div>
      </div>
    </Dialog>
  );
}

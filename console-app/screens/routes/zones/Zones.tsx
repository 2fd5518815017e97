import { useSignal } from '@preact/signals';
import { href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { type Act, useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import { useLayout } from '../../../link/layout.ts';
import { isManager } from '../../../link/session.ts';
import type { SiteLayout } from '../../../link/wire.ts';
import { Icon } from '../../../parts/Icon.tsx';
import { Key } from '../../../parts/Key.tsx';
import { Card, Chip, Page } from '../../../parts/Page.tsx';
import { Trouble } from '../../../parts/Trouble.tsx';
import { Answer, Empty } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';
import { DrawZone } from './DrawZone.tsx';
import { type Draft, emptyDraft } from './draft.ts';
import { Pace } from './Pace.tsx';
import { Room } from './Room.tsx';
import { ZoneMap } from './ZoneMap.tsx';

/** Where the site delivers, until when, by whom, and what it can still promise. */
export function Zones() {
  const layout = useLayout();
  const draft = useSignal<Draft | null>(null);
  const act = useAct();
  const erase = async (zoneId: string): Promise<void> => {
    await act.run(zoneId, () => post(`/v1/delivery-zones/${zoneId}/erase`, {}));
    layout.again();
  };
  return (
    <Page
      wide
      title={t('zones.title')}
      back={{ to: href('routes'), title: t('place.routes') }}
      lead={<span>{t('zones.lead')}</span>}
      actions={
        draft.value === null && (
          <>
            <a class="key" data-do="failures" href={href('routes', 'failures')}>
              <Icon name="undo" size={18} />
              <span>{t('failed.rules')}</span>
            </a>
            <Key kind="main" icon="plus" data-do="draw-zone" onPress={() => (draft.value = emptyDraft)}>
              {t('zones.draw')}
            </Key>
          </>
        )
      }
    >
      <Trouble error={act.trouble.value} />
      <Answer asked={layout} rows={8}>
        {(shown) => (
          <div class="board">
            <aside class="stack">
              {draft.value ? (
                <DrawZone
                  siteId={site.value!.siteId}
                  draft={draft.value}
                  cutOffs={shown.cutOffs.map(({ name }) => name)}
                  onChange={(change) => (draft.value = { ...draft.value!, ...change })}
                  onDrawn={() => {
                    draft.value = null;
                    layout.again();
                  }}
                  onClose={() => (draft.value = null)}
                />
              ) : (
                <ZoneList
                  layout={shown}
                  act={act}
                  onErase={(zoneId) => void erase(zoneId)}
                  onDraw={(zone) => (draft.value = zone)}
                />
              )}
              <Room siteId={shown.siteId} />
              {isManager.value && <Pace key={JSON.stringify(shown.pace)} layout={shown} onSet={layout.again} />}
            </aside>
            <ZoneMap
              layout={shown}
              corners={draft.value?.corners}
              onCorner={(corner) => (draft.value = { ...draft.value!, corners: [...draft.value!.corners, corner] })}
            />
          </div>
        )}
      </Answer>
    </Page>
  );
}

interface ZoneListProps {
  layout: SiteLayout;
  act: Act;
  onErase: (zoneId: string) => void;
  onDraw: (draft: Draft) => void;
}

function ZoneList({ layout, act, onErase, onDraw }: ZoneListProps) {
  const { zones, cutOffs } = layout;
  const nameOf = new Map(cutOffs.map(({ cutOffId, name }) => [cutOffId, name]));
  if (zones.length === 0) {
    return (
      <Card>
        <Empty icon="target" title={t('zones.none')} hint={t('zones.noneHint')} />
      </Card>
    );
  }
  return (
    <Card title={t('zones.list')}>
      <ul class="zones">
        {zones.map(({ zoneId, name, polygon, carrier, cutOffIds }) => {
          const names = cutOffIds?.map((cutOffId) => nameOf.get(cutOffId) ?? '') ?? null;
          return (
            <li key={zoneId} data-zone={name}>
              <span class="grow">
                <b>{name}</b>
                <small class="soft">{names ? names.join(', ') : t('zones.allCutOffs')}</small>
              </span>
              <Chip tone={carrier === 'own' ? 'night' : 'notice'}>{said('carrier', carrier)}</Chip>
              <Key
                small
                icon="pen"
                label={t('zones.redraw')}
                onPress={() => onDraw({ name, corners: polygon, carrier, cutOffs: names })}
              />
              <Key
                small
                icon="cross"
                label={t('zones.erase')}
                name={zoneId}
                act={act}
                onPress={() => onErase(zoneId)}
              />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

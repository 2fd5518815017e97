import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import { Field, Input, Segments } from '../../../parts/Field.tsx';
import { Key } from '../../../parts/Key.tsx';
import { Card } from '../../../parts/Page.tsx';
import { Trouble } from '../../../parts/Trouble.tsx';
import { t } from '../../../words/t.ts';
import { type Draft, read, written } from './draft.ts';

interface DrawZoneProps {
  siteId: string;
  draft: Draft;
  cutOffs: string[];
  onChange: (change: Partial<Draft>) => void;
  onDrawn: () => void;
  onClose: () => void;
}

/** A name, corners by click or by text, who drives there, and the cut-offs that hold. */
export function DrawZone({ siteId, draft, cutOffs, onChange, onDrawn, onClose }: DrawZoneProps) {
  const act = useAct();
  /** What is typed and cannot be read as corners yet. */
  const unread = useSignal<string | null>(null);
  const { name, corners, carrier } = draft;
  const holds = (cutOff: string): boolean => draft.cutOffs === null || draft.cutOffs.includes(cutOff);
  const turn = (cutOff: string): void => {
    const kept = cutOffs.filter((one) => (one === cutOff ? !holds(one) : holds(one)));
    onChange({ cutOffs: kept.length === cutOffs.length ? null : kept });
  };
  const type = (text: string): void => {
    const typed = read(text);
    unread.value = typed ? null : text;
    if (typed) onChange({ corners: typed });
  };
  const draw = async (): Promise<void> => {
    const json = {
      siteId,
      name: name.trim(),
      polygon: corners,
      carrier,
      ...(draft.cutOffs && { cutOffs: draft.cutOffs }),
    };
    if (await act.run('draw', () => post('/v1/delivery-zones', json))) onDrawn();
  };
  const isReady = name.trim() !== '' && corners.length >= 3 && !unread.value && draft.cutOffs?.length !== 0;
  return (
    <Card title={t('zones.drawTitle')}>
      <div class="stack">
        <Trouble error={act.trouble.value} />
        <Field label={t('zones.name')}>
          <Input name="zone" value={name} maxLength={100} onText={(text) => onChange({ name: text })} />
        </Field>
        <div class="field">
          <span>{t('zones.carrier')}</span>
          <Segments
            label={t('zones.carrier')}
            value={carrier}
            choices={[
              ['own', t('carrier.own')],
              ['paper', t('carrier.paper')],
            ]}
            onChoose={(code) => onChange({ carrier: code })}
          />
        </div>
        <fieldset class="field checks">
          <legend>{t('zones.cutOffs')}</legend>
          {cutOffs.map((cutOff) => (
            <label key={cutOff} class="check">
              <input type="checkbox" checked={holds(cutOff)} onChange={() => turn(cutOff)} />
              {cutOff}
            </label>
          ))}
        </fieldset>
        <Field
          label={t('zones.corners')}
          hint={t('zones.cornersHint')}
          problem={unread.value === null ? undefined : t('zones.cornersWrong')}
        >
          <textarea
            class="input"
            rows={5}
            spellcheck={false}
            value={unread.value ?? written(corners)}
            onInput={(event) => type(event.currentTarget.value)}
          />
        </Field>
        <div class="actions">
          <Key disabled={corners.length === 0} onPress={() => onChange({ corners: corners.slice(0, -1) })}>
            {t('zones.back')}
          </Key>
          <Key onPress={onClose}>{t('do.cancel')}</Key>
          <Key kind="main" name="draw" act={act} data-do="confirm" disabled={!isReady} onPress={() => void draw()}>
            {t('zones.keep')}
          </Key>
        </div>
      </div>
    </Card>
  );
}

import { Field, Input, Segments } from '../../parts/Field.tsx';
import { Card } from '../../parts/Page.tsx';
import { t } from '../../words/t.ts';
import type { Draft } from './draft.ts';
import type { StepProps } from './Wizard.tsx';

const ways = ['parcel', 'carrier', 'own'] as const;

export function Transport({ draft, drafting }: StepProps) {
  const isOwn = draft.transport === 'own';
  return (
    <Card title={t('booking.step.transport')}>
      <div class="stack">
        <Segments<Draft['transport']>
          label={t('booking.step.transport')}
          value={draft.transport}
          choices={ways.map((way) => [way, t(`booking.transport.${way}`)])}
          onChoose={(transport) => drafting.change({ transport })}
        />
        <p class="soft">{t(`booking.transportHint.${draft.transport}`)}</p>
        <div class="two-fields">
          <Field label={t(isOwn ? 'booking.driver' : 'booking.carrier')}>
            <Input
              name="carrier"
              maxLength={60}
              value={draft.carrier}
              onText={(carrier) => drafting.change({ carrier })}
            />
          </Field>
          <Field label={t(isOwn ? 'booking.plate' : 'booking.tracking')} hint={t('booking.trackingHint')}>
            <Input
              name="tracking"
              maxLength={60}
              value={draft.tracking}
              onText={(tracking) => drafting.change({ tracking })}
            />
          </Field>
        </div>
      </div>
    </Card>
  );
}

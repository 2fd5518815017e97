import { useSignal } from '@preact/signals';
import { href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { type Act, useAct } from '../../../link/act.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import { post } from '../../../link/http.ts';
import { usePeople } from '../../../link/people.ts';
import type { Shift, Shifts as Answered } from '../../../link/wire.ts';
import { Key } from '../../../parts/Key.tsx';
import { Card, Chip, Figure, Page } from '../../../parts/Page.tsx';
import { type Column, Rows } from '../../../parts/Rows.tsx';
import { now_ms, number, span, when } from '../../../parts/time.ts';
import { Trouble } from '../../../parts/Trouble.tsx';
import { told } from '../../../parts/Undo.tsx';
import { Answer, Empty } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';
import { ChangeShift } from './ChangeShift.tsx';
import { OfferShift } from './OfferShift.tsx';
import { TakeBackShift } from './TakeBackShift.tsx';
import { timesSaid } from './timesSaid.ts';

const tones: Record<Shift['state'], string> = {
  offered: 'notice',
  accepted: 'good',
  started: 'busy',
  ended: 'plain',
  withdrawn: 'plain',
  expired: 'stop',
};

/** Who drives when: offers with the time they have left, and whose they became. */
export function Shifts() {
  const asked = useAsk<Answered>(withQuery('/v1/shifts', { siteId: site.value!.siteId }), {
    topics: ['dispatch.shift'],
  });
  const isOffering = useSignal(false);
  const changing = useSignal<Shift | null>(null);
  const leaving = useSignal<Shift | null>(null);
  const act = useAct();
  const nameOf = usePeople();
  // an offer that a driver accepts meanwhile stays his
  const takeBack = ({ shiftId, state }: Shift) =>
    post(`/v1/shifts/${shiftId}/withdraw`, { state }).finally(asked.again);
  const putBack = ({ shiftId }: Shift) => post<Shift>(`/v1/shifts/${shiftId}/restore`, {}).finally(asked.again);
  const tellOffered = (shift: Shift): void => {
    const { endsAt, driverId } = shift;
    asked.again();
    const driver = nameOf(driverId);
    told({
      text: driverId === null ? t('shifts.offered', { at: when(endsAt) }) : t('shifts.given', { driver }),
      undo: () => takeBack(shift),
    });
  };
  const withdraw = async (shift: Shift): Promise<void> => {
    if ((await act.run(shift.shiftId, () => takeBack(shift))) === undefined) return;
    leaving.value = null;
    told({ text: t('shifts.tookBack', { at: timesSaid(shift) }), undo: () => putBack(shift) });
  };
  const restore = async (shift: Shift): Promise<void> => {
    const back = await act.run(shift.shiftId, () => putBack(shift));
    if (back) told({ text: t('shifts.isBack', { at: timesSaid(back) }), undo: () => takeBack(back) });
  };
  return (
    <Page
      title={t('shifts.title')}
      back={{ to: href('routes'), title: t('place.routes') }}
      lead={<span>{t('shifts.lead')}</span>}
      actions={
        <Key kind="main" icon="plus" data-do="offer-shift" onPress={() => (isOffering.value = true)}>
          {t('shifts.offer')}
        </Key>
      }
    >
      {!leaving.value && <Trouble error={act.trouble.value} />}
      <Answer asked={asked} rows={6}>
        {({ shifts }) =>
          shifts.length === 0 ? (
            <Card>
              <Empty icon="person" title={t('shifts.none')} hint={t('shifts.noneHint')} />
            </Card>
          ) : (
            <>
              <Sums shifts={shifts} />
              <ShiftRows
                shifts={shifts}
                act={act}
                onChange={(shift) => (changing.value = shift)}
                onWithdraw={(shift) => (shift.driverId === null ? void withdraw(shift) : (leaving.value = shift))}
                onRestore={(shift) => void restore(shift)}
              />
            </>
          )
        }
      </Answer>
      {changing.value && <ChangeShift shift={changing.value} onClose={() => (changing.value = null)} />}
      {leaving.value && (
        <TakeBackShift shift={leaving.value} act={act} onSend={withdraw} onClose={() => (leaving.value = null)} />
      )}
      {isOffering.value && <OfferShift onOffered={tellOffered} onClose={() => (isOffering.value = false)} />}
    </Page>
  );
}

function Sums({ shifts }: { shifts: Shift[] }) {
  const count = (...states: Shift['state'][]): number => shifts.filter(({ state }) => states.includes(state)).length;
  const gone = count('expired');
  return (
    <Card>
      <div class="figures">
        <Figure label={said('shift', 'offered')} value={number(count('offered'))} />
        <Figure label={said('shift', 'accepted')} value={number(count('accepted', 'started'))} />
        <Figure label={said('shift', 'expired')} value={number(gone)} tone={gone > 0 ? 'stop' : undefined} />
      </div>
    </Card>
  );
}

const isRestorable = ({ restoreUntil }: Shift): boolean =>
  restoreUntil !== null && Date.parse(restoreUntil) >= now_ms.value;

const isOpen = ({ state, fromAt }: Shift): boolean =>
  state === 'offered' || (state === 'accepted' && Date.parse(fromAt) > now_ms.value);

/** What a driver accepted keeps its hours. */
const isMovable = ({ kind, state }: Shift): boolean => kind === 'own' || state === 'offered';

interface ShiftRowsProps {
  shifts: Shift[];
  act: Act;
  onChange: (shift: Shift) => void;
  onWithdraw: (shift: Shift) => void;
  onRestore: (shift: Shift) => void;
}

function ShiftRows({ shifts, ...acts }: ShiftRowsProps) {
  const nameOf = usePeople();
  const columns: Column<Shift>[] = [
    {
      title: t('shifts.when'),
      kind: 'lead',
      cell: timesSaid,
    },
    { title: t('shifts.kind'), cell: ({ kind }) => said('shiftKind', kind) },
    { title: t('shifts.driver'), cell: ({ driverId }) => nameOf(driverId) || '–' },
    { title: t('shifts.payKrw'), kind: 'number', cell: ({ pay_krw }) => number(pay_krw) },
    {
      title: t('shifts.ends'),
      cell: ({ state, endsAt }) =>
        state === 'offered'
          ? t('shifts.left', { at: when(endsAt), span: span(Math.max(0, Date.parse(endsAt) - now_ms.value)) })
          : '–',
    },
    { title: t('driven.state'), cell: ({ state }) => <Chip tone={tones[state]}>{said('shift', state)}</Chip> },
    {
      title: '',
      kind: 'keys',
      cell: (shift) => <ShiftKeys shift={shift} {...acts} />,
    },
  ];
  return (
    <Card flush>
      <Rows label={t('shifts.title')} rows={shifts} columns={columns} keyOf={({ shiftId }) => shiftId} />
    </Card>
  );
}

interface ShiftKeysProps extends Omit<ShiftRowsProps, 'shifts'> {
  shift: Shift;
}

/** What may still be done with a shift, or be done anew. */
function ShiftKeys({ shift, act, onChange, onWithdraw, onRestore }: ShiftKeysProps) {
  return (
    <span class="row-keys">
      {isOpen(shift) && isMovable(shift) && (
        <Key small data-do="change-shift" onPress={() => onChange(shift)}>
          {t('shifts.change')}
        </Key>
      )}
      {isOpen(shift) && (
        <Key small name={shift.shiftId} act={act} data-do="withdraw" onPress={() => onWithdraw(shift)}>
          {t('shifts.withdraw')}
        </Key>
      )}
      {isRestorable(shift) && (
        <Key small name={shift.shiftId} act={act} data-do="restore" onPress={() => onRestore(shift)}>
          {t('shifts.restore')}
        </Key>
      )}
    </span>
  );
}

import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import type { Skill, Vehicle } from '../../../link/wire.ts';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { t } from '../../../words/t.ts';

interface ForgetSkillProps {
  siteId: string;
  skill: Skill;
  /** What demands it, as people read it; nothing where nothing does. */
  demands: string;
  vehicles: Vehicle[];
  onClose: () => void;
}

/** Asked before, since vehicles lose it and its rules are gone: both would have to be said anew. */
export function ForgetSkill({ siteId, skill: { code, name }, demands, vehicles, onClose }: ForgetSkillProps) {
  const act = useAct();
  const having = vehicles.filter(({ skills }) => skills.includes(code)).map((vehicle) => vehicle.code);
  const forget = async (): Promise<void> => {
    if ((await act.run('forget', () => post('/v1/delivery-skills/forget', { siteId, code }))) === undefined) return;
    onClose();
  };
  return (
    <FormDialog
      title={t('skills.forgetOf', { skill: name })}
      act={act}
      name="forget"
      send={t('skills.forget')}
      kind="stop"
      leave={t('do.keep')}
      onSend={forget}
      onClose={onClose}
    >
      <p>
        {having.length === 0
          ? t('skills.nobodyHas')
          : t('skills.have', { n: having.length, vehicles: having.slice(0, MOST_NAMED).join(', ') })}
      </p>
      <p>{demands === '' ? t('skills.noDemand') : t('skills.demanded', { demands })}</p>
    </FormDialog>
  );
}

const MOST_NAMED = 10;

import { useQuery } from '@tanstack/react-query';
import { getRanges, getSettings } from '../../../api/settings.ts';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { Loading } from '../../../shell/messages.tsx';
import { useOperator } from '../../../shell/operator.tsx';
import { SettingsForm } from './settings-form.tsx';
import { SettingsShown } from './settings-shown.tsx';

/** 1.01, 1.17, N.07: what is decided for everybody. */
export default function SettingsTab() {
  const { may } = useOperator();
  const { data: settings, error } = useQuery({ queryKey: ['settings'], queryFn: getSettings });
  // What the numbers may be changes with a deployment only.
  const ranges = useQuery({
    queryKey: ['setting-ranges'],
    queryFn: getRanges,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const problem = error ?? ranges.error;
  if (!settings || !ranges.data) return problem ? <ProblemAlert problem={problem} /> : <Loading />;
  return may('settings:write') ? (
    <SettingsForm settings={settings} ranges={ranges.data} />
  ) : (
    <SettingsShown settings={settings} />
  );
}

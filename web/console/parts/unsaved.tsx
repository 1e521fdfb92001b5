import { useEffect, useState } from 'react';
import { go, hold } from '../shell/place.ts';
import { Confirm } from './confirm.tsx';
import { partTexts } from './texts.ts';

const { unsaved: texts } = partTexts;

interface Props {
  /** Where to go on, once it is saved: by then nobody is asked any more. */
  readonly saved?: string | undefined;
}

/** Mounted while something is not saved: whoever leaves the screen is asked first. */
export function Unsaved({ saved }: Props) {
  const [to, setTo] = useState<string>();
  const [leaving, setLeaving] = useState(false);
  useEffect(() => (leaving || saved ? undefined : hold(setTo)), [leaving, saved]);
  useEffect(() => {
    if (leaving && to !== undefined) go(to);
  }, [leaving, to]);
  useEffect(() => {
    if (saved !== undefined) go(saved, { replace: true });
  }, [saved]);
  if (to === undefined) return null;
  return (
    <Confirm
      title={texts.title}
      action={texts.leave}
      busy={false}
      onConfirm={() => setLeaving(true)}
      onCancel={() => setTo(undefined)}
    >
      {texts.text}
    </Confirm>
  );
}

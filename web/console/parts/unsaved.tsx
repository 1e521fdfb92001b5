import { useEffect, useState } from 'react';
import { go, hold } from '../shell/place.ts';
import { Confirm } from './confirm.tsx';
import { partTexts } from './texts.ts';

const { unsaved: texts } = partTexts;

/** Mounted while something is not saved: whoever leaves the screen is asked first. */
export function Unsaved() {
  const [to, setTo] = useState<string>();
  const [leaving, setLeaving] = useState(false);
  useEffect(() => (leaving ? undefined : hold(setTo)), [leaving]);
  useEffect(() => {
    if (leaving && to !== undefined) go(to);
  }, [leaving, to]);
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

import { useEffect, useState } from 'react';

const pauseMilliseconds = 300;

/** The value once it has not changed for a moment: typing is not yet asking. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

import { useEffect, useRef } from 'react';

/** For a form that is longer than a window: after a refusal the first wrong field has the focus, else the top is shown. */
export function useFirstError(problem: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!problem) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong) wrong.focus();
    else form.current?.scrollIntoView();
  }, [problem]);
  return form;
}

import { applyMode, Mode } from '@cloudscape-design/global-styles';

export type Appearance = 'light' | 'dark' | 'system';

const choiceKey = 'countersign.appearance';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

export function chosenAppearance(): Appearance {
  const kept = localStorage.getItem(choiceKey);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseAppearance(chosen: Appearance): void {
  localStorage.setItem(choiceKey, chosen);
  apply();
}

function apply(): void {
  const chosen = chosenAppearance();
  const dark = chosen === 'dark' || (chosen === 'system' && systemDark.matches);
  applyMode(dark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
}

/** Now, and whenever the system changes its mind. */
export function followAppearance(): void {
  apply();
  systemDark.addEventListener('change', apply);
}

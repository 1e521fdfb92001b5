import { texts } from '../texts/index.ts';

/** Back to the overview without a change. */
export function Back({ onBack }: { readonly onBack: () => void }) {
  return (
    <p class="back">
      <button type="button" onClick={onBack}>
        {texts.back}
      </button>
    </p>
  );
}

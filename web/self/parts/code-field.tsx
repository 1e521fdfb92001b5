/** Where a code is typed; phones offer what has just arrived by text message. */
export function CodeField({ label }: { readonly label: string }) {
  return (
    <>
      <label for="code">{label}</label>
      <input
        id="code"
        name="code"
        class="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        aria-describedby="trouble"
      />
    </>
  );
}

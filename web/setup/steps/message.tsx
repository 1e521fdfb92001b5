import { Heading } from '../../shared/preact/heading.tsx';

/** A last page: what happened and, line by line, what to do. */
export function Message({ heading, lines }: { heading: string; lines: readonly string[] }) {
  return (
    <>
      <Heading>{heading}</Heading>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </>
  );
}

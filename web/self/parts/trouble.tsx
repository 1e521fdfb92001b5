import { Heading } from '../../shared/preact/heading.tsx';

interface Props {
  readonly heading: string;
  readonly lead: string;
  readonly action: string;
  readonly onAction: () => void;
}

/** Instead of everything else: what is wrong and the one thing to do. */
export function Trouble({ heading, lead, action, onAction }: Props) {
  return (
    <>
      <Heading>{heading}</Heading>
      <p>{lead}</p>
      <button class="primary" type="button" onClick={onAction}>
        {action}
      </button>
    </>
  );
}

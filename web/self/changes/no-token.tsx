import { Heading } from '../../shared/preact/heading.tsx';
import { Back } from '../parts/back.tsx';
import { texts } from '../texts/index.ts';

interface Props {
  readonly lead: string;
  readonly onBack: () => void;
}

/** The browser went forward to a change of something that is gone. */
export function NoToken({ lead, onBack }: Props) {
  return (
    <>
      <Heading>{texts.title}</Heading>
      <p>{lead}</p>
      <Back onBack={onBack} />
    </>
  );
}

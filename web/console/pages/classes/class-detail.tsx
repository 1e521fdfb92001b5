import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ClassWithMembers, getClass, listClasses } from '../../api/classes.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Screen } from '../../parts/screen.tsx';
import { Loading } from '../../shell/messages.tsx';
import { useOperator } from '../../shell/operator.tsx';
import { usePlaceNames } from '../../shell/place.ts';
import { ClassForm } from './class-form.tsx';
import { CopyClass } from './copy-class.tsx';
import { DeleteClass } from './delete-class.tsx';
import { draftOf, newClassName, newDraft } from './draft.ts';
import { classesTexts as texts } from './texts.ts';

const above = [{ text: texts.title, href: '#/classes' }];

/** Seed 003, step 1: a class as a form; a new one or an existing one. */
export default function ClassDetail() {
  const { name = '' } = usePlaceNames<'name'>();
  return name === newClassName ? <NewClass /> : <OneClass key={name} name={name} />;
}

function NewClass() {
  const { may } = useOperator();
  // Saving would change an existing class, so its name is refused here.
  const { data, error } = useQuery({ queryKey: ['classes'], queryFn: listClasses });
  const taken = data?.items.map(({ name }) => name);
  return (
    <Screen title={texts.addTitle} above={above}>
      <ProblemAlert problem={error} />
      {taken ? (
        <ClassForm initial={newDraft} taken={taken} readOnly={!may('directory:write')} />
      ) : (
        !error && <Loading />
      )}
    </Screen>
  );
}

function OneClass({ name }: { readonly name: string }) {
  const { may } = useOperator();
  const { data, error } = useQuery({ queryKey: ['classes', name], queryFn: () => getClass(name) });
  const isNever = name === '*NEVER';
  const mayWrite = may('directory:write');
  return (
    <Screen title={name} above={above} actions={data && mayWrite && <Actions of={data} isNever={isNever} />}>
      <SpaceBetween size="m">
        <ProblemAlert problem={error} />
        {isNever && <Alert type="info">{texts.never}</Alert>}
        {name === '*DFT' && <Alert type="info">{texts.default}</Alert>}
        {data && data.members !== null && (
          <div>
            {texts.members(data.members)}{' '}
            {data.members > 0 && (
              <Link href={`#/users?class=${encodeURIComponent(name)}`}>{texts.showMembers}</Link>
            )}
          </div>
        )}
        {data ? <ClassForm initial={draftOf(data)} readOnly={isNever || !mayWrite} /> : !error && <Loading />}
      </SpaceBetween>
    </Screen>
  );
}

function Actions({ of, isNever }: { readonly of: ClassWithMembers; readonly isNever: boolean }) {
  const [asked, setAsked] = useState<'copy' | 'delete'>();
  const close = () => setAsked(undefined);
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={() => setAsked('copy')}>{texts.copy}</Button>
      {!isNever && !of.builtIn && <Button onClick={() => setAsked('delete')}>{texts.delete}</Button>}
      {asked === 'copy' && <CopyClass name={of.name} onClose={close} />}
      {asked === 'delete' && <DeleteClass name={of.name} members={of.members ?? 0} onClose={close} />}
    </SpaceBetween>
  );
}

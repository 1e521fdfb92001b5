import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useEffect } from 'react';
import { useArrival } from '../shell/arrival.ts';
import { shellTexts } from '../shell/texts.ts';

interface Props {
  readonly title: string;
  readonly description?: ReactNode;
  /** Buttons for the whole screen. */
  readonly actions?: ReactNode;
  /** The screens above this one. */
  readonly above?: readonly { readonly text: string; readonly href: string }[];
  readonly children: ReactNode;
}

/** What every screen has: its name in the tab, as its first heading, and the way back up. */
export function Screen({ title, description, actions, above = [], children }: Props) {
  const around = useArrival<HTMLDivElement>();
  useEffect(() => {
    document.title = `${title} – ${shellTexts.product}`;
  }, [title]);
  return (
    <ContentLayout
      header={
        <SpaceBetween size="xs">
          {above.length > 0 && <BreadcrumbGroup items={[...above, { text: title, href: location.hash }]} />}
          <div ref={around}>
            <Header variant="h1" description={description} actions={actions}>
              {title}
            </Header>
          </div>
        </SpaceBetween>
      }
    >
      {children}
    </ContentLayout>
  );
}

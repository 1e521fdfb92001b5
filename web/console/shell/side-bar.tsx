import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'wouter';
import { useOperator } from './operator.tsx';
import { type Screen, screens } from './routes.tsx';
import { shellTexts as texts } from './texts.ts';

type Group = NonNullable<Screen['nav']>['group'];

/** `/users/:userId/:tab?` begins with `/users`. */
const base = (path: string): string => path.replace(/\/:.*$/, '');

export function SideBar({ onFollow }: { onFollow(): void }) {
  const [place] = useLocation();
  const { may } = useOperator();
  const offered = screens.filter(({ nav, privilege }) => nav && may(privilege));
  const links = (group: Group): SideNavigationProps.Link[] =>
    offered
      .filter(({ nav }) => nav?.group === group)
      .map(({ nav, path }) => ({ type: 'link', text: nav?.text ?? '', href: `#${base(path)}` }));
  const section = (group: Group, text: string): SideNavigationProps.Item[] => {
    const items = links(group);
    return items.length > 0 ? [{ type: 'section', text, items }] : [];
  };
  const active = screens.find(({ path }) => `${place}/`.startsWith(`${base(path)}/`));
  const shown = active?.below ?? (active ? base(active.path) : '/');
  return (
    <SideNavigation
      onFollow={onFollow}
      activeHref={`#${shown}`}
      items={[
        ...links('main'),
        ...section('directory', texts.nav.directory),
        ...section('oversight', texts.nav.oversight),
      ]}
    />
  );
}

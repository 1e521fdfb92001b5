import TopNavigation from '@cloudscape-design/components/top-navigation';
import { useState } from 'react';
import { chooseLanguage, type Language, language, languages } from '../../shared/language.ts';
import type { Session } from '../../shared/sign-in.ts';
import { type Appearance, chooseAppearance, chosenAppearance } from './appearance.ts';
import { useOperator } from './operator.tsx';
import { shellTexts as texts } from './texts.ts';

const appearances: readonly Appearance[] = ['system', 'light', 'dark'];

export function TopBar({ session }: { readonly session: Session }) {
  const { name, roles } = useOperator();
  const [appearance, setAppearance] = useState(chosenAppearance);
  return (
    <TopNavigation
      identity={{ href: '#/', title: texts.product }}
      i18nStrings={{ overflowMenuTriggerText: texts.navigation, overflowMenuTitleText: texts.navigation }}
      utilities={[
        {
          type: 'menu-dropdown',
          text: languages[language],
          ariaLabel: `${texts.language}: ${languages[language]}`,
          items: Object.entries(languages).map(([id, text]) => ({ id, text, lang: id })),
          onItemClick: ({ detail }) => chooseLanguage(detail.id as Language),
        },
        {
          type: 'menu-dropdown',
          iconName: 'settings',
          ariaLabel: texts.appearance,
          title: texts.appearance,
          items: appearances.map((id) => ({
            id,
            text: texts[id],
            itemType: 'checkbox',
            checked: id === appearance,
          })),
          onItemClick: ({ detail }) => {
            chooseAppearance(detail.id as Appearance);
            setAppearance(detail.id as Appearance);
          },
        },
        {
          type: 'menu-dropdown',
          iconName: 'user-profile',
          text: name,
          description: roles.join(', '),
          items: [
            { id: 'own', text: texts.ownPage, href: '/me' },
            { id: 'reference', text: texts.reference, href: '/docs' },
            { id: 'sign-out', text: texts.signOut },
          ],
          onItemClick: ({ detail }) => detail.id === 'sign-out' && session.signOut(),
        },
      ]}
    />
  );
}

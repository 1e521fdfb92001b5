import { inLanguage } from '../../../shared/language.ts';

export const rolesTexts = inLanguage({
  en: {
    title: 'Roles',
    description: 'Roles of users in the organisation, and whether they ask for two factors.',
    add: 'Add role',
    edit: 'Edit',
    delete: 'Delete',
    columns: { name: 'Role', type: 'Type', required: 'Two factors', actions: 'Actions' },
    required: 'Required',
    notRequired: 'Not required',
    addTitle: 'Add role',
    editTitle: (name: string) => `Edit role ${name}`,
    fields: { name: 'Name', type: 'Type', required: 'Two factors are required' },
    typeHint: 'What kind of role it is, such as Department or Board.',
    requires:
      'Everybody who holds the role is then required to use two factors: the first of them at once, the rest within minutes. Their time to enroll begins.',
    frees:
      'Nobody is freed by this: who was required to use two factors stays so until it is changed at the user.',
    exists: 'A role has this name already.',
    saved: (name: string) => `Role ${name} is saved.`,
    deleted: (name: string) => `Role ${name} is deleted.`,
    deleteTitle: (name: string) => `Delete role ${name}?`,
    deleteLead: 'Nobody may hold it. It cannot be brought back.',
    hasMembers: 'Users hold this role. Take it from them first.',
    empty: { title: 'No roles yet', hint: 'Add one to ask for two factors by what people do.' },
  },
  de: {
    title: 'Rollen',
    description: 'Rollen der Benutzer in der Organisation und ob sie zwei Faktoren verlangen.',
    add: 'Rolle anlegen',
    edit: 'Bearbeiten',
    delete: 'Löschen',
    columns: { name: 'Rolle', type: 'Art', required: 'Zwei Faktoren', actions: 'Aktionen' },
    required: 'Verlangt',
    notRequired: 'Nicht verlangt',
    addTitle: 'Rolle anlegen',
    editTitle: (name: string) => `Rolle ${name} bearbeiten`,
    fields: { name: 'Name', type: 'Art', required: 'Zwei Faktoren werden verlangt' },
    typeHint: 'Um welche Art Rolle es geht, etwa Abteilung oder Vorstand.',
    requires:
      'Von allen, die die Rolle haben, werden dann zwei Faktoren verlangt: von den ersten sofort, von den übrigen in wenigen Minuten. Ihre Frist zur Einrichtung beginnt.',
    frees:
      'Das befreit niemanden: Von wem zwei Faktoren verlangt wurden, von dem bleiben sie verlangt, bis es beim Benutzer geändert wird.',
    exists: 'Eine Rolle hat diesen Namen schon.',
    saved: (name: string) => `Rolle ${name} ist gespeichert.`,
    deleted: (name: string) => `Rolle ${name} ist gelöscht.`,
    deleteTitle: (name: string) => `Rolle ${name} löschen?`,
    deleteLead: 'Niemand darf sie haben. Sie lässt sich nicht zurückholen.',
    hasMembers: 'Benutzer haben diese Rolle. Nehmen Sie sie ihnen zuerst.',
    empty: {
      title: 'Noch keine Rollen',
      hint: 'Mit einer Rolle lassen sich zwei Faktoren nach Aufgabe verlangen.',
    },
  },
});

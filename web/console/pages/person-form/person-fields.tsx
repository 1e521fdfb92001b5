import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useClassNames, useRoleNames } from '../users/use-names.ts';
import type { PersonForm, TextField } from './rules.ts';
import { personTexts as texts } from './texts.ts';

const required: readonly TextField[] = ['displayName', 'email'];

const kinds: Readonly<Partial<Record<TextField, Partial<InputProps>>>> = {
  email: { type: 'email', inputMode: 'email' },
  phone: { inputMode: 'tel' },
  officePhone: { inputMode: 'tel' },
  birthDate: { placeholder: 'YYYY-MM-DD' },
};

const groups = {
  person: ['displayName', 'firstName', 'familyName', 'birthDate', 'language'],
  contact: ['email', 'phone', 'smsProvider', 'officePhone'],
  directory: ['externalId', 'defaultUserId', 'idNumber', 'employeeNumber', 'ipGroup'],
} as const;

export interface PersonFieldsProps {
  readonly form: PersonForm;
  readonly errors: Readonly<Record<string, string>>;
  /** Before the first field: the id of somebody new. */
  readonly first?: ReactNode;
  onChange(form: PersonForm): void;
}

/** Everything about a person but the id (seed 003). */
export function PersonFields({ form, errors, first, onChange }: PersonFieldsProps) {
  const field = (name: TextField) => (
    <FormField
      key={name}
      label={required.includes(name) ? texts.labels[name] : optional(texts.labels[name])}
      constraintText={texts.hints[name]}
      errorText={errors[name]}
    >
      <Input
        {...kinds[name]}
        value={form[name]}
        onChange={({ detail }) => onChange({ ...form, [name]: detail.value })}
      />
    </FormField>
  );
  return (
    <SpaceBetween size="l">
      <Group title={texts.person}>
        {first}
        {groups.person.map(field)}
      </Group>
      <Group title={texts.contact}>{groups.contact.map(field)}</Group>
      <SignIn form={form} errors={errors} onChange={onChange} />
      <Group title={texts.directory}>{groups.directory.map(field)}</Group>
    </SpaceBetween>
  );
}

const optional = (label: string): ReactNode => (
  <>
    {label} <i>– {texts.optional}</i>
  </>
);

const Group = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Container header={<Header variant="h2">{title}</Header>}>
    <ColumnLayout columns={2} minColumnWidth={220}>
      {children}
    </ColumnLayout>
  </Container>
);

function SignIn({ form, errors, onChange }: PersonFieldsProps) {
  const classes = useClassNames(form.class).map((value) => ({ value, label: value }));
  const roles = useRoleNames(form.roles).map((value) => ({ value, label: value }));
  return (
    <Group title={texts.signIn}>
      <FormField label={texts.labels.class} constraintText={texts.hints.class} errorText={errors['class']}>
        <Select
          selectedOption={classes.find(({ value }) => value === form.class) ?? null}
          options={classes}
          filteringType="auto"
          onChange={({ detail }) => onChange({ ...form, class: detail.selectedOption.value ?? form.class })}
        />
      </FormField>
      <FormField
        label={optional(texts.labels.roles)}
        constraintText={texts.hints.roles}
        errorText={errors['roles']}
      >
        <Multiselect
          selectedOptions={roles.filter(({ value }) => form.roles.includes(value))}
          options={roles}
          filteringType="auto"
          placeholder={texts.chooseRoles}
          empty={texts.noRoles}
          deselectAriaLabel={({ label }) => texts.removeRole(label ?? '')}
          onChange={({ detail }) =>
            onChange({ ...form, roles: detail.selectedOptions.flatMap(({ value }) => value ?? []) })
          }
        />
      </FormField>
      <Checkbox
        checked={form.twoFactorRequired}
        description={texts.twoFactorHint}
        onChange={({ detail }) => onChange({ ...form, twoFactorRequired: detail.checked })}
      >
        {texts.twoFactorRequired}
      </Checkbox>
      <Checkbox
        checked={form.active}
        description={texts.activeHint}
        onChange={({ detail }) => onChange({ ...form, active: detail.checked })}
      >
        {texts.active}
      </Checkbox>
    </Group>
  );
}

import Header from '@cloudscape-design/components/header';
export default function TwoFactor() {
  return <Header variant="h1">Two-Factor Authentication</Header>;
}

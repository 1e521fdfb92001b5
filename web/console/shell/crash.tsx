import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { Component, type ReactNode } from 'react';
import { shellTexts as texts } from './texts.ts';

interface Props {
  readonly place: string;
  readonly children: ReactNode;
}

/** Keeps the frame standing when a screen fails, or when its chunk is gone after a deployment. */
export class Crash extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  // A screen that failed does not keep the next one from being shown.
  override componentDidUpdate({ place }: Props) {
    if (this.state.failed && place !== this.props.place) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Alert
        type="error"
        header={<h1 className="alert-title">{texts.crashed.title}</h1>}
        action={<Button onClick={() => location.reload()}>{texts.crashed.again}</Button>}
      >
        {texts.crashed.text}
      </Alert>
    );
  }
}

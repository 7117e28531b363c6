// A part of the page that fails shows what failed and leaves the rest alone.

import type {ErrorInfo, ReactNode} from 'react';
import {Component} from 'react';
import {Note} from '../kit/failure-note.tsx';
import {useSay} from '../words/use-words.tsx';

type PartBoundaryProps = {readonly children: ReactNode};

export class PartBoundary extends Component<PartBoundaryProps, {readonly failed: Error | null}> {
  override state: {readonly failed: Error | null} = {failed: null};

  static getDerivedStateFromError(failed: Error): {readonly failed: Error} {
    return {failed};
  }

  override componentDidCatch(failed: Error, {componentStack}: ErrorInfo): void {
    console.error('a part of the page failed', failed, componentStack);
  }

  override render(): ReactNode {
    const {failed} = this.state;
    return failed === null ? this.props.children : <Broken what={failed.message} />;
  }
}

function Broken({what}: {readonly what: string}): ReactNode {
  const say = useSay();
  return <Note level="critical">{say('frame.broken', {what})}</Note>;
}

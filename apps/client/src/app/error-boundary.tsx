import { Component, type ReactNode } from 'react';
import { CodeMissingError } from '../lib/load-code.ts';
import { CodeMissing } from './code-missing.tsx';
import { CrashPage } from './crash-page.tsx';
import { forgetFailures } from './lazy-page.tsx';

type ErrorBoundaryProps = {
  /** Identifies what is shown: another one is rendered even if the last one threw. Absent outside of the layout. */
  location?: string;
  children: ReactNode;
};
type ErrorBoundaryState = { crash: { error: unknown } | null; retries: number };

const INTACT: ErrorBoundaryState = { crash: null, retries: 0 };

/** Catches what a page throws while it renders, and says so instead of leaving the screen empty. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state = INTACT;

  static getDerivedStateFromError(error: unknown): Pick<ErrorBoundaryState, 'crash'> {
    return { crash: { error } };
  }

  override componentDidUpdate(before: ErrorBoundaryProps, { crash }: ErrorBoundaryState): void {
    const isOld = crash !== null && crash === this.state.crash;
    if (isOld && before.location !== this.props.location) this.#reset(0);
  }

  #reset(retries: number): void {
    forgetFailures();
    this.setState({ crash: null, retries });
  }

  override render(): ReactNode {
    const { crash, retries } = this.state;
    if (crash === null) return this.props.children;
    const page =
      crash.error instanceof CodeMissingError ? (
        <CodeMissing hasRetried={retries > 0} onRetry={() => this.#reset(retries + 1)} />
      ) : (
        <CrashPage error={crash.error} />
      );
    // Outside of the layout nothing else is the main part of the document.
    return this.props.location === undefined ? <main className="layout-main">{page}</main> : page;
  }
}

import { useAppSelector } from '../store/hooks.ts';
import { selectIssuedAt } from '../store/lifetime.ts';
import { selectStatus } from '../store/user/slice.ts';

/** The lifetime line as a strip of two pixels: empty when signed out, plain when the token's age is not known. */
export function LifetimeStrip() {
  const isSignedIn = useAppSelector(selectStatus) === 'signedIn';
  const isAgeKnown = useAppSelector(selectIssuedAt) !== null;
  const state = isAgeKnown ? 'drawn' : 'plain';
  return <div className={`header-strip ${isSignedIn ? `header-strip-${state}` : ''}`} />;
}

import { onExchange } from '../../api/exchanges.ts';
import type { AppStore } from '../make-store.ts';
import { recorded } from './slice.ts';

/** Records every request of this page in the slice `tape`. Returns what ends that. */
export function recordExchanges(store: AppStore): () => void {
  return onExchange((exchange) => store.dispatch(recorded(exchange)));
}

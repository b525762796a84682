import { useDispatch, useSelector } from 'react-redux';
import type { AppDispatch, RootState } from './make-store.ts';

/** `useDispatch` that knows this store's thunks. */
export const useAppDispatch = useDispatch.withTypes<AppDispatch>();

/** `useSelector` that knows this store's state. */
export const useAppSelector = useSelector.withTypes<RootState>();

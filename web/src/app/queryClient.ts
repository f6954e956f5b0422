import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problem';
import { notifyError } from '../ui/notify';

declare module '@tanstack/react-query' {
  interface Register {
    /** `shown`: the form that sent it shows its own errors. */
    mutationMeta: { shown?: boolean };
  }
}

export const createQueryClient = () =>
  new QueryClient({
    queryCache: new QueryCache({
      // A page without data shows the error itself; a failed refresh behind a filled page is only mentioned.
      onError: (error, query) => { if (query.state.data !== undefined) notifyError(error); },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => { if (!mutation.meta?.shown) notifyError(error); },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && !(error instanceof Problem && error.status < 500),
      },
    },
  });

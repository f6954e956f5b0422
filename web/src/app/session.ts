import { useQuery, useQueryClient } from '@tanstack/react-query';
import { startSession } from '../api/session';
import { setLanguage, type Language } from '../i18n';
import { notifyError } from '../ui/notify';

const key = ['session'];

export const useSession = () => useQuery({ queryKey: key, queryFn: startSession, staleTime: Infinity });

/** The server answers in the session's language, so it is told as well. */
export function useSwitchLanguage() {
  const client = useQueryClient();
  return async (language: Language) => {
    await setLanguage(language);
    try {
      client.setQueryData(key, await startSession());
    } catch (error) {
      notifyError(error);
    }
  };
}

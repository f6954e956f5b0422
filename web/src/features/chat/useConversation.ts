import { useEffect, useState, useSyncExternalStore } from 'react';
import { notifyError } from '../../ui/notify';
import { ConversationStore } from './ConversationStore';

/** The live conversation for as long as the component is on the page. Give the component the conversation's id as key. */
export function useConversation(conversationId: string) {
  const [store] = useState(() => new ConversationStore(conversationId, { onError: notifyError }));
  useEffect(() => {
    store.open();
    return () => store.close();
  }, [store]);
  const state = useSyncExternalStore(store.subscribe, store.get);
  return { store, state };
}

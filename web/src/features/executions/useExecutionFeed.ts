import { useEffect, useReducer, useRef } from 'react';
import { eventsPath } from '../../api/executions';
import { applyEvent, emptyFeed, feedEvents, type ExecutionFeed, type FeedEvent } from './executionFeed';

type Change = { event: FeedEvent; data: unknown } | 'reset';

const reduce = (feed: ExecutionFeed, change: Change) => (change === 'reset' ? emptyFeed : applyEvent(feed, change.event, change.data));

/**
 * The events of a run while it has not ended. EventSource connects again by itself and asks for what it missed
 * (Last-Event-ID). `onEvent` hears each event after it was applied.
 */
export function useExecutionFeed(executionId: string, live: boolean, onEvent?: (event: FeedEvent | 'lost') => void): ExecutionFeed {
  const [feed, dispatch] = useReducer(reduce, emptyFeed);
  const listener = useRef(onEvent);
  useEffect(() => { listener.current = onEvent; });

  useEffect(() => {
    if (!live) return;
    dispatch('reset');
    const source = new EventSource(eventsPath(executionId));
    for (const event of feedEvents) {
      source.addEventListener(event, (message: MessageEvent<string>) => {
        dispatch({ event, data: readJson(message.data) });
        if (event === 'done') source.close();
        listener.current?.(event);
      });
    }
    // `error` is also the browser's word for a break that it repairs itself; only a closed source is lost.
    source.addEventListener('error', () => { if (source.readyState === EventSource.CLOSED) listener.current?.('lost'); });
    return () => source.close();
  }, [executionId, live]);

  return feed;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

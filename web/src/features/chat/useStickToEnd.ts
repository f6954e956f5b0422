import { useCallback, useLayoutEffect, useRef, useState, type UIEvent } from 'react';

/** Keeps a growing log scrolled to its end until the reader scrolls up. */
export function useStickToEnd(content: unknown) {
  const log = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  useLayoutEffect(() => {
    if (atEnd && log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [content, atEnd]);
  const onScroll = useCallback((event: UIEvent<HTMLDivElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    setAtEnd(scrollHeight - scrollTop - clientHeight < 48);
  }, []);
  return { log, atEnd, onScroll, toEnd: useCallback(() => setAtEnd(true), []) };
}

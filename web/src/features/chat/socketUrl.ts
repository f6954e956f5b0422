/** Where a conversation is live; `after` asks for the frames that came later than the last one seen. */
export function socketUrl(conversationId: string, after?: number): string {
  const url = new URL('/workspace', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  url.searchParams.set('conversation', conversationId);
  if (after !== undefined) url.searchParams.set('after', String(after));
  return url.href;
}

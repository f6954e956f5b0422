import { act } from '@testing-library/react';

/** EventSource under the hands of a test. */
export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = FakeEventSource.OPEN;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  close() {
    this.readyState = FakeEventSource.CLOSED;
  }

  emit(event: string, data: unknown) {
    act(() => { this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) })); });
  }
}

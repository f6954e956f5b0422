import { setNonce } from 'get-nonce';

/** The nonce that the Gateway wrote into the page; needed by the few <style> elements that libraries create. */
export const cspNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(cspNonce); // react-remove-scroll, inside Modal and Drawer

type TrustedTypes = { createPolicy(name: string, rules: { createHTML(markup: string): string }): unknown };

// The only innerHTML writes in this app are Mantine's <style> elements, which are CSS and never hold a '<'.
(window as unknown as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('default', {
  createHTML(markup) {
    if (markup.includes('<')) throw new TypeError('Markup was blocked');
    return markup;
  },
});

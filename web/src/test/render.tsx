import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import axe from 'axe-core';
import type { ReactNode } from 'react';
import { expect } from 'vitest';
import { createQueryClient } from '../app/queryClient';
import { createAppRouter } from '../app/router';
import { cssVariablesResolver, theme } from '../app/theme';
import { setLanguage, startI18n, type Language } from '../i18n';
import i18n from 'i18next';

async function speak(language: Language) {
  document.documentElement.lang = language;
  if (i18n.isInitialized) await setLanguage(language);
  else await startI18n(language);
}

function providers(children: ReactNode) {
  const client = createQueryClient();
  client.setDefaultOptions({ queries: { retry: false } });
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} env="test">
      <QueryClientProvider client={client}><Notifications />{children}</QueryClientProvider>
    </MantineProvider>
  );
}

/** The whole app at an address. */
export async function renderApp(path: string, language: Language = 'ko') {
  await speak(language);
  const router = createAppRouter(createMemoryHistory({ initialEntries: [path] }));
  return { router, ...render(providers(<RouterProvider router={router} />)) };
}

/** One component inside everything it may ask for; links go nowhere. */
export async function renderAlone(component: ReactNode, language: Language = 'ko') {
  await speak(language);
  const routeTree = createRootRoute({ component: () => component });
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: ['/'] }) });
  await router.load();
  return render(providers(<RouterProvider router={router as never} />));
}

export async function expectAccessible(container: Element) {
  // jsdom computes no layout, so contrast is measured in a real browser only.
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}

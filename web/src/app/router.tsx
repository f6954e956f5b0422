import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, type RouterHistory } from '@tanstack/react-router';
import { z } from '../api/zod';
import { agentStatuses } from '../api/agents';
import { usageGroups } from '../api/usage';
import { agentTabs } from '../features/agents/tabs';
import { NotFound } from './NotFound';
import { Shell } from './Shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const getParentRoute = () => root;

const index = createRoute({ getParentRoute, path: '/', beforeLoad: () => { throw redirect({ to: '/chat' }); } });
const newChat = createRoute({
  getParentRoute, path: '/chat',
  component: lazyRouteComponent(() => import('../features/chat/NewChatPage'), 'NewChatPage'),
});
const chat = createRoute({
  getParentRoute, path: '/chat/$conversationId',
  component: lazyRouteComponent(() => import('../features/chat/ChatPage'), 'ChatPage'),
});
const agents = createRoute({
  getParentRoute, path: '/agents',
  validateSearch: z.object({ q: z.string().optional().catch(undefined), status: z.enum(agentStatuses).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/agents/AgentsPage'), 'AgentsPage'),
});
const agent = createRoute({
  getParentRoute, path: '/agents/$agentId',
  validateSearch: z.object({ tab: z.enum(agentTabs).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/agents/AgentPage'), 'AgentPage'),
});
const execution = createRoute({
  getParentRoute, path: '/executions/$executionId',
  component: lazyRouteComponent(() => import('../features/executions/ExecutionPage'), 'ExecutionPage'),
});
const secrets = createRoute({
  getParentRoute, path: '/secrets',
  component: lazyRouteComponent(() => import('../features/secrets/SecretsPage'), 'SecretsPage'),
});
const usage = createRoute({
  getParentRoute, path: '/usage',
  validateSearch: z.object({
    days: z.union([z.literal(7), z.literal(30), z.literal(90)]).optional().catch(undefined),
    by: z.enum(usageGroups).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/usage/UsagePage'), 'UsagePage'),
});

export const createAppRouter = (history?: RouterHistory) =>
  createRouter({
    routeTree: root.addChildren([index, newChat, chat, agents, agent, execution, secrets, usage]),
    defaultPreload: 'intent',
    ...(history && { history }),
  });

declare module '@tanstack/react-router' {
  interface Register { router: ReturnType<typeof createAppRouter> }
}

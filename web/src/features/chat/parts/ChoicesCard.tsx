import { Button, Group, Text } from '@mantine/core';
import { Check } from 'lucide-react';
import type { PartOf } from '../frames';
import type { PartProps } from './PartView';

export function ChoicesCard({ part, connected, action, onAction }: PartProps<PartOf<'choices'>>) {
  const pending = action && !action.failure ? action.value : undefined;
  return (
    <section aria-label={part.question}>
      <Text fw={600} size="sm" mb="xs">{part.question}</Text>
      <Group gap="xs">
        {part.options.map((option) => (
          <Button key={option.value} size="xs" radius="xl" h="auto" mih={32} py={6}
            variant={part.chosen === option.value ? 'light' : 'default'}
            leftSection={part.chosen === option.value ? <Check size={14} aria-hidden /> : undefined}
            loading={pending === option.value} disabled={!connected || (part.chosen != null && part.chosen !== option.value)}
            aria-pressed={part.chosen === option.value}
            onClick={() => { if (part.chosen == null) onAction(option.value); }}>
            {option.label}
          </Button>
        ))}
      </Group>
      {action?.failure && <Text size="sm" c="var(--mantine-color-error)" mt="xs" role="alert">{action.failure}</Text>}
    </section>
  );
}

import { useQuery } from '@tanstack/react-query';
import { getTools } from '../../api/tools';

export const useTools = () => useQuery({ queryKey: ['tools'], queryFn: getTools, staleTime: 60_000 });

using AgentService;

AgentServiceApp.Create(args).Run();

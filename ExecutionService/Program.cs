using ExecutionService;

ExecutionServiceApp.Create(args).Run();

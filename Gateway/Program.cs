using Gateway;

GatewayApp.Create(args).Run();

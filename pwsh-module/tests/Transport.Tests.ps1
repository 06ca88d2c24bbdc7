# Requests that this host sends for the library: what arrives, what goes wrong on the way, and what is never seen of them.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule

    function Watch-Job {
        # Shows each message of a job to the script block, with the job.
        param([scriptblock] $Watch)
        & $module { param($watch) $script:GraphMfa.Watch = $watch } $Watch
    }

    function Start-TestServer {
        # A server on this machine that gives these answers, one to each connection, and then hangs. Its Received ends with
        # what it was sent, once Stop-TestServer has ended it. A job that is given is cancelled once a request is there.
        param([string[]] $Answer, [type] $Native)
        $listener = New-Object -TypeName System.Net.Sockets.TcpListener -ArgumentList ([System.Net.IPAddress]::Loopback), 0
        $listener.Start()
        $shared = [hashtable]::Synchronized(@{ Received = New-Object -TypeName System.Collections.ArrayList; Job = [uint64] 0; Closed = $false; Native = $Native })
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript({
                param($listener, $answers, $shared)
                try {
                    while ($true) {
                        $client = $listener.AcceptTcpClient()
                        $client.ReceiveTimeout = 10000
                        $stream = $client.GetStream()
                        $buffer = New-Object byte[] 65536
                        $count = $stream.Read($buffer, 0, $buffer.Length)
                        # A connection that was made for later, and is not used.
                        if ($count -eq 0) { continue }
                        [void] $shared.Received.Add([System.Text.Encoding]::ASCII.GetString($buffer, 0, $count))
                        $place = $shared.Received.Count - 1
                        if ($place -lt $answers.Count) {
                            $bytes = [System.Text.Encoding]::ASCII.GetBytes($answers[$place])
                            $stream.Write($bytes, 0, $bytes.Length)
                        }
                        else {
                            if ($null -ne $shared.Native) { [void] $shared.Native::gmfa_job_cancel($shared.Job) }
                            # Nothing comes any more when the other side has hung up.
                            try { $shared.Closed = $stream.Read($buffer, 0, $buffer.Length) -eq 0 } catch { $shared.Closed = $false }
                        }
                        $client.Close()
                    }
                }
                catch { $shared.Ended = "$_" }
            }).AddArgument($listener).AddArgument([string[]] @($Answer)).AddArgument($shared)
        @{ Address = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"; Shared = $shared; Listener = $listener; Shell = $shell; Handle = $shell.BeginInvoke() }
    }

    function Stop-TestServer {
        param($Server)
        $Server.Listener.Stop()
        [void] $Server.Handle.AsyncWaitHandle.WaitOne(5000)
        $Server.Shell.Dispose()
    }

    function Connect-Server {
        param([string] $Address, [hashtable] $More = @{})
        Connect-Mfa -AccessToken (ConvertTo-TestSecret 'a-token-of-nobody') -GraphEndpoint $Address -LoginEndpoint $Address -TestDelayScale 0.0001 -SkipCheck -Transport Host @More
    }
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Connect-Mfa -Transport Host' {
    BeforeEach { Set-TestScenario $tenant }
    AfterEach {
        Watch-Job $null
        Disconnect-Mfa -All
    }

    It 'sends everything that the library asks for, the sign-in included, and nothing else' {
        $script:asked = 0
        Watch-Job { param($text) if ($text -like '{"type":"needHttp"*') { $script:asked++ } }
        Connect-Mfa -TenantId $tenant.TenantId -ClientId $tenant.ClientId -ClientSecret (ConvertTo-TestSecret $tenant.ClientSecret) -GraphEndpoint $tenant.Graph -LoginEndpoint $tenant.Login -TestDelayScale 0.001 -Transport Host
        (Get-MfaContext).Transport | Should -Be 'Host'
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
        (Reset-MfaUser nora.lind@fabrikam.example -Confirm:$false).Outcome | Should -Be 'done'
        (Get-TenantUser $tenant nora.lind@fabrikam.example).methods.kind | Should -Be 'fido2'
        # What shares a batch is an entry each in the log, and one request.
        $script:asked | Should -BeGreaterThan 5
        (Get-TenantLog $tenant).Count | Should -BeGreaterThan 5
        Watch-Job { param($text) if ($text -like '{"type":"needHttp"*') { throw 'the library asked' } }
        Connect-TestTenant $tenant @{ Transport = 'Native' }
        (Get-MfaContext).Transport | Should -Be 'Native'
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
    }

    It 'has several requests of a run under way at once' {
        $users = foreach ($number in 1..60) { @{ displayName = "Person $number"; userPrincipalName = "p$number@fabrikam.example"; methods = @(@{ kind = 'phone' }) } }
        Set-TestScenario $tenant @{ users = $users }
        Connect-TestTenant $tenant @{ Transport = 'Host' }
        $null = Get-MfaUser p1@fabrikam.example
        $script:open = 0
        $script:most = 0
        Watch-Job {
            param($text)
            if ($text -like '{"type":"needHttp"*') { $script:open++ }
            elseif ($text -like '{"type":"progress","event":{"type":"request"*') { $script:open-- }
            $script:most = [math]::Max($script:most, $script:open)
        }
        $rows = $users | ForEach-Object -Process { [pscustomobject] @{ UserPrincipalName = $_.userPrincipalName } }
        $people = @($rows | Start-MfaRun -Operation Reset -Journal (Join-Path -Path $TestDrive -ChildPath 'run.jsonl') -Reason test -RequestedBy desk@fabrikam.example -MaximumPeople 60 -Force)
        @($people | Where-Object -FilterScript { $_.PSObject.TypeNames[0] -eq 'GraphMfa.RunPerson' }).Count | Should -Be 60
        $script:most | Should -BeGreaterThan 1
    }

    It 'is chosen by itself in a sandbox of Azure Automation, and nowhere else' {
        Connect-TestTenant $tenant
        (Get-MfaContext).Transport | Should -Be 'Native'
        try {
            $env:AZUREPS_HOST_ENVIRONMENT = 'AzureAutomation/'
            Connect-TestTenant $tenant
            (Get-MfaContext).Transport | Should -Be 'Host'
            (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
            Connect-TestTenant $tenant @{ Transport = 'Native' }
            (Get-MfaContext).Transport | Should -Be 'Native'
        }
        finally { Remove-Item -LiteralPath Env:AZUREPS_HOST_ENVIRONMENT }
    }

    It 'completes what the tenant knows' {
        Connect-TestTenant $tenant @{ Transport = 'Host' }
        $null = Get-MfaUser nora.lind@fabrikam.example
        $line = 'Get-MfaUser nora'
        # A key waits for a moment only; what takes longer is there at a later one.
        for ($key = 0; $key -lt 50; $key++) {
            $offered = @((TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches | ForEach-Object -Process { $_.CompletionText })
            if ($offered -contains 'nora.lind@fabrikam.example') { break }
        }
        $offered | Should -Contain 'nora.lind@fabrikam.example'
    }

    It 'shows no secret in messages, streams, transcripts and errors' {
        $script:told = New-Object -TypeName System.Text.StringBuilder
        Watch-Job { param($text) [void] $script:told.Append($text) }
        $transcript = Join-Path -Path $TestDrive -ChildPath 'transcript.txt'
        $Error.Clear()
        Start-Transcript -LiteralPath $transcript | Out-Null
        try {
            $streams = & {
                $VerbosePreference = 'Continue'
                $DebugPreference = 'Continue'
                Connect-TestTenant $tenant @{ Transport = 'Host' }
                Get-MfaUser nora.lind@fabrikam.example
                Get-MfaUser nobody@fabrikam.example -ErrorAction Continue
            } *>&1 | Out-String -Width 400
        }
        finally { Stop-Transcript | Out-Null }
        $streams | Should -Match 'Nora Lind'
        $all = $streams + (Get-Content -LiteralPath $transcript -Raw) + $script:told + ($Error | Format-List -Property * -Force | Out-String -Width 400)
        $canaries = @(ConvertFrom-Json -InputObject (Invoke-TenantAdmin $tenant GET '/canaries'))
        $canaries.Count | Should -BeGreaterThan 1
        foreach ($canary in $canaries) { $all.Contains($canary) | Should -BeFalse }
    }

    It 'ends in the same error as the library''s own connections: <What>' -ForEach @(
        @{ What = 'nobody listens'; Address = 'http://127.0.0.1:1' }
        @{ What = 'no TLS'; Address = $null }
    ) {
        if (-not $Address) { $Address = $tenant.Graph -replace '^http:', 'https:' }
        $seen = foreach ($transport in 'Native', 'Host') {
            Connect-Server $Address @{ Transport = $transport }
            $failure = $null
            try { Get-MfaUser nora.lind@fabrikam.example -ErrorAction Stop } catch { $failure = $_ }
            $failure.FullyQualifiedErrorId | Should -Be 'network,Get-MfaUser'
            $failure.Exception.Message | Should -Match 'could not be reached: .+'
            $failure.Exception.Message | Should -Not -Match 'nobody knows|a-token'
            '{0} {1}' -f $failure.CategoryInfo.Category, $failure.ErrorDetails.RecommendedAction
        }
        $seen[1] | Should -Be $seen[0]
        $seen[0] | Should -Match 'proxy'
    }

    It 'follows no redirect and keeps no cookie' {
        $server = Start-TestServer -Answer "HTTP/1.1 503 No`r`nSet-Cookie: who=me; path=/`r`nConnection: close`r`nContent-Length: 0`r`n`r`n", "HTTP/1.1 302 Found`r`nLocation: /elsewhere`r`nConnection: close`r`nContent-Length: 0`r`n`r`n"
        try {
            Connect-Server $server.Address
            { Get-MfaUser nora.lind@fabrikam.example -ErrorAction Stop } | Should -Throw
        }
        finally { Stop-TestServer $server }
        $server.Shared.Received.Count | Should -Be 2
        $server.Shared.Received[1] | Should -Not -Match '(?m)^Cookie:'
        $server.Shared.Received[1] | Should -Match '(?m)^Authorization: Bearer a-token-of-nobody\r$'
        $server.Shared.Received[1] | Should -Match '(?m)^User-Agent: graph-mfa/'
        $server.Shared.Received[1] | Should -Not -Match '(?m)^Expect:'
    }

    It 'stops what is under way when the job is cancelled' {
        $server = Start-TestServer -Native (& $module { Initialize-MfaNative | Out-Null; $script:GraphMfa.Native })
        try {
            Connect-Server $server.Address
            $script:asked = 0
            Watch-Job {
                param($text, $job)
                $server.Shared.Job = $job
                if ($text -like '{"type":"needHttp"*') { $script:asked++ }
            }
            { Get-MfaUser nora.lind@fabrikam.example -ErrorAction Stop } | Should -Throw -ErrorId 'cancelled,Get-MfaUser'
        }
        finally { Stop-TestServer $server }
        # .NET may still begin anew with a read that was cut; it hangs up on that, too.
        $script:asked | Should -Be 1
        $server.Shared.Received.Count | Should -BeGreaterThan 0
        $server.Shared.Closed | Should -BeTrue
    }

    It 'says that a proxy wants a sign-in, and never sends the proxy what is for this machine' {
        $proxy = Start-TestServer -Answer "HTTP/1.1 407 Proxy Authentication Required`r`nProxy-Authenticate: Negotiate`r`nConnection: close`r`nContent-Length: 0`r`n`r`n"
        $before = [System.Net.Http.HttpClient]::DefaultProxy
        try {
            [System.Net.Http.HttpClient]::DefaultProxy = New-Object -TypeName System.Net.WebProxy -ArgumentList $proxy.Address
            Set-TestScenario $tenant @{ identity = @{ header = 'h' }; users = @(@{ displayName = 'Nora Lind' }); applications = @(@{ name = 'Runbook'; permissions = @('User.Read.All'); managedIdentity = @{} }) }
            $env:IDENTITY_ENDPOINT = $tenant.Identity + '/msi/token'
            $env:IDENTITY_HEADER = 'h'
            Connect-Mfa -ManagedIdentity -GraphEndpoint $tenant.Graph -LoginEndpoint $tenant.Login -TestDelayScale 0.001 -SkipCheck -Transport Host
            $failure = $null
            try { Get-MfaUser nora.lind@fabrikam.example -ErrorAction Stop } catch { $failure = $_ }
        }
        finally {
            [System.Net.Http.HttpClient]::DefaultProxy = $before
            Remove-Item -LiteralPath Env:IDENTITY_ENDPOINT, Env:IDENTITY_HEADER
            Stop-TestServer $proxy
        }
        $failure.FullyQualifiedErrorId | Should -Be 'network,Get-MfaUser'
        "$failure $($failure.ErrorDetails.RecommendedAction)" | Should -Match 'proxy'
        # What it saw was for Graph.
        foreach ($request in $proxy.Shared.Received) { $request | Should -Match '^GET http://[^ ]+/(v1\.0|beta)/' }
        $proxy.Shared.Received.Count | Should -BeGreaterThan 0
        # What the tenant saw was the endpoint of the machine.
        Invoke-TenantAdmin $tenant GET '/log' | Should -Not -Match '/(v1\.0|beta)/'
    }
}

Describe 'What went wrong on the way' {
    It 'is certain not to have arrived, or not: <Type> <Status>' -ForEach @(
        @{ Type = 'Web'; Status = 'NameResolutionFailure'; Field = 'notSent' }
        @{ Type = 'Web'; Status = 'ProxyNameResolutionFailure'; Field = 'notSent' }
        @{ Type = 'Web'; Status = 'ConnectFailure'; Field = 'notSent' }
        @{ Type = 'Web'; Status = 'TrustFailure'; Field = 'notSent' }
        @{ Type = 'Web'; Status = 'ReceiveFailure'; Field = 'error' }
        @{ Type = 'Web'; Status = 'SendFailure'; Field = 'error' }
        @{ Type = 'Socket'; Status = 'HostNotFound'; Field = 'notSent' }
        @{ Type = 'Read'; Status = 'ConnectionReset'; Field = 'error' }
        @{ Type = 'Tls'; Status = ''; Field = 'notSent' }
        @{ Type = 'Other'; Status = ''; Field = 'error' }
    ) {
        $socket = New-Object -TypeName System.Net.Sockets.SocketException -ArgumentList ([int] [System.Net.Sockets.SocketError]::ConnectionReset)
        $inner = switch ($Type) {
            'Web' { New-Object -TypeName System.Net.WebException -ArgumentList 'why it is', $socket, ([System.Net.WebExceptionStatus] $Status), $null }
            'Socket' { New-Object -TypeName System.Net.Sockets.SocketException -ArgumentList ([int] [System.Net.Sockets.SocketError] $Status) }
            'Read' { New-Object -TypeName System.IO.IOException -ArgumentList 'why it is', $socket }
            'Tls' { New-Object -TypeName System.Security.Authentication.AuthenticationException -ArgumentList 'the certificate is not trusted' }
            'Other' { New-Object -TypeName System.InvalidOperationException -ArgumentList 'why it is' }
        }
        $failed = New-Object -TypeName System.AggregateException -ArgumentList (New-Object -TypeName System.Net.Http.HttpRequestException -ArgumentList 'an error occurred', $inner)
        $fault = & $module { param($failed) Get-MfaFlightFault $failed } $failed
        $fault.Field | Should -Be $Field
        $fault.Why | Should -Not -BeNullOrEmpty
        $fault.Why | Should -Not -Be 'an error occurred'
    }
}

Describe 'What .NET Framework has set for the whole process' {
    It 'gets TLS 1.2 beside what is there, and more than two connections' {
        $manager = [System.Net.ServicePointManager]
        $before = $manager::SecurityProtocol, $manager::DefaultConnectionLimit
        try {
            $manager::SecurityProtocol = [System.Net.SecurityProtocolType]::Tls11
            $manager::DefaultConnectionLimit = 2
            & $module { Set-MfaServicePoint }
            $manager::SecurityProtocol | Should -Be ([System.Net.SecurityProtocolType] 'Tls11, Tls12')
            $manager::DefaultConnectionLimit | Should -Be 64
            # What the system decides stays the system's, and what somebody raised stays raised.
            $manager::SecurityProtocol = 0
            $manager::DefaultConnectionLimit = 200
            & $module { Set-MfaServicePoint }
            [int] $manager::SecurityProtocol | Should -Be 0
            $manager::DefaultConnectionLimit | Should -Be 200
        }
        finally { $manager::SecurityProtocol, $manager::DefaultConnectionLimit = $before }
    }
}

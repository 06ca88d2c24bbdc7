# What the tests share: the module under test, and a simulated tenant over HTTP.

function Get-TestModule {
    # The folder of the module under test.
    $candidates = @($env:GRAPHMFA_MODULE, (Join-Path -Path $PSScriptRoot -ChildPath '../dist/GraphMfa'), (Join-Path -Path $PSScriptRoot -ChildPath '../GraphMfa'))
    foreach ($candidate in $candidates) {
        if (-not $candidate) { continue }
        if ($candidate -like '*.psd1') { $candidate = Split-Path -Path $candidate -Parent }
        if (Test-Path -LiteralPath (Join-Path -Path $candidate -ChildPath 'GraphMfa.psd1')) {
            return (Resolve-Path -LiteralPath $candidate).ProviderPath
        }
    }
    throw 'no module to test: set GRAPHMFA_MODULE, or build it'
}

function Import-TestModule {
    # The module, with the functions that its first command would read: tests call them by name.
    Get-Module -Name GraphMfa | Remove-Module -Force
    $module = Import-Module -Name (Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1') -Force -Global -PassThru
    & $module { Import-MfaFunction }
    $module
}

function Get-TestProgram {
    # A program of the workspace: named by a variable, else where cargo puts it.
    param([string] $Variable, [string] $Name)
    $path = [System.Environment]::GetEnvironmentVariable($Variable)
    if (-not $path) {
        $suffix = ''
        if ([System.Environment]::OSVersion.Platform -eq [System.PlatformID]::Win32NT) { $suffix = '.exe' }
        $path = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'target', 'debug', $Name + $suffix))
    }
    if (-not (Test-Path -LiteralPath $path)) { throw "$Name is not there: build it, or let $Variable name it ($path)" }
    $path
}

function Start-TestProgram {
    param([string] $Path, [string] $Arguments)
    $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo
    $start.FileName = $Path
    $start.Arguments = $Arguments
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.StandardOutputEncoding = [System.Text.Encoding]::UTF8
    [System.Diagnostics.Process]::Start($start)
}

function Start-TestTenant {
    # A tenant of its own for a file of tests. It ends with its standard input, however the tests end.
    param([int] $People = 0)
    $process = Start-TestProgram -Path (Get-TestProgram -Variable GRAPH_SIM -Name graph-sim) -Arguments "serve --admin --users $People --delay-scale 0.001 --exit-with-stdin"
    $line = $process.StandardOutput.ReadLine()
    if (-not $line) { throw 'the simulated tenant did not start' }
    $startup = ConvertFrom-Json -InputObject $line
    @{
        Process      = $process
        Graph        = $startup.graph
        Login        = $startup.login
        Admin        = $startup.admin
        Identity     = $null
        TenantId     = $startup.tenantId
        ClientId     = $startup.clientId
        ClientSecret = $startup.clientSecret
    }
}

function Stop-TestTenant {
    param($Tenant)
    if ($null -ne $Tenant -and -not $Tenant.Process.HasExited) {
        $Tenant.Process.StandardInput.Close()
        if (-not $Tenant.Process.WaitForExit(5000)) { $Tenant.Process.Kill() }
    }
}

function Invoke-TenantAdmin {
    # Asks the tenant's admin face; the answer as text.
    param($Tenant, [string] $Method, [string] $Path, [string] $Body)
    $client = New-Object -TypeName System.Net.WebClient
    $client.Encoding = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false
    try {
        if ($Method -eq 'GET') { return $client.DownloadString($Tenant.Admin + $Path) }
        $client.Headers['Content-Type'] = 'application/json'
        try { $client.UploadString($Tenant.Admin + $Path, $Method, $Body) }
        catch {
            $answer = $null
            $web = $_.Exception.GetBaseException() -as [System.Net.WebException]
            if ($null -ne $web -and $null -ne $web.Response) {
                $answer = (New-Object -TypeName System.IO.StreamReader -ArgumentList $web.Response.GetResponseStream()).ReadToEnd()
            }
            throw "$Method $Path`: $($_.Exception.Message) $answer"
        }
    }
    finally { $client.Dispose() }
}

function Set-TestScenario {
    # Loads a tenant. Without one: two people with methods, and a service desk.
    param($Tenant, [System.Collections.IDictionary] $Scenario)
    if (-not $Scenario) { $Scenario = Get-TestScenario }
    if (-not $Scenario.Contains('rules')) { $Scenario['rules'] = @{} }
    $Scenario['rules']['delayScale'] = 0.001
    $startup = ConvertFrom-Json -InputObject (Invoke-TenantAdmin $Tenant PUT '/scenario' (ConvertTo-Json -InputObject $Scenario -Depth 12))
    $Tenant.TenantId = $startup.tenantId
    $Tenant.ClientId = $startup.clientId
    $Tenant.ClientSecret = $startup.clientSecret
    # Only a tenant with managed identities has such an endpoint.
    $Tenant.Identity = if ($startup.PSObject.Properties['identity']) { $startup.identity } else { $null }
}

function Get-TestScenario {
    @{
        users = @(
            @{
                id = '11111111-aaaa-4aaa-8aaa-000000000001'; displayName = 'Nora Lind'; userPrincipalName = 'nora.lind@fabrikam.example'
                mail = 'nora@fabrikam.example'; default = 'push'
                methods = @(@{ kind = 'microsoftAuthenticator' }, @{ kind = 'phone'; phoneNumber = '+47 41234567' }, @{ kind = 'fido2' })
            }
            @{
                id = '11111111-aaaa-4aaa-8aaa-000000000002'; displayName = 'Erik Dahl'; userPrincipalName = 'erik.dahl@fabrikam.example'
                default = 'sms'; methods = @(@{ kind = 'phone' }, @{ kind = 'softwareOath' })
            }
            @{
                id = '11111111-aaaa-4aaa-8aaa-000000000003'; displayName = 'Desk Admin'; userPrincipalName = 'desk.admin@fabrikam.example'
                roles = @('Authentication Administrator')
            }
        )
        audits = @(
            @{ at = '2026-08-19T07:30:00Z'; kind = 'portalReregistration'; by = 'desk.admin@fabrikam.example'; on = 'erik.dahl@fabrikam.example' }
        )
    }
}

function Get-TenantLog {
    param($Tenant)
    # The comma keeps an empty log a list.
    $log = ConvertFrom-Json -InputObject (Invoke-TenantAdmin $Tenant GET '/log')
    , @($log)
}

function Get-TenantWrite {
    # The requests that asked the tenant for a change.
    param($Tenant)
    , @((Get-TenantLog $Tenant) | Where-Object -FilterScript { $_.write })
}

function Get-TenantUser {
    param($Tenant, [string] $User)
    ConvertFrom-Json -InputObject (Invoke-TenantAdmin $Tenant GET ('/state/users/' + [System.Uri]::EscapeDataString($User)))
}

function New-TestToken {
    # An access token of the tenant.
    param($Tenant, [System.Collections.IDictionary] $Spec = @{})
    (ConvertFrom-Json -InputObject (Invoke-TenantAdmin $Tenant POST '/tokens' (ConvertTo-Json -InputObject $Spec -Depth 5))).accessToken
}

function ConvertTo-TestSecret {
    param([string] $Text)
    $secret = New-Object -TypeName System.Security.SecureString
    foreach ($character in $Text.ToCharArray()) { $secret.AppendChar($character) }
    $secret
}

function Connect-TestTenant {
    param($Tenant, [hashtable] $More = @{})
    Connect-Mfa -TenantId $Tenant.TenantId -ClientId $Tenant.ClientId -ClientSecret (ConvertTo-TestSecret $Tenant.ClientSecret) `
        -GraphEndpoint $Tenant.Graph -LoginEndpoint $Tenant.Login -TestDelayScale 0.001 -SkipCheck @More
}

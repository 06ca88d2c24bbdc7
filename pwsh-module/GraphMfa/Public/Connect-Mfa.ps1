function Connect-Mfa {
    <#
    .SYNOPSIS
    Connects to a tenant, so that the other commands of this module can work in it.

    .DESCRIPTION
    Connect-Mfa sets up a client of Microsoft Graph with one way of signing in, and makes it the context that the other
    commands use. The sign-in itself happens with the first request that needs it; a wrong secret shows there.

    Several tenants can be connected at the same time under names of their own. The commands take one of them with
    -Context, by name or by the object that -PassThru gives.

    Secrets are SecureStrings and stay in memory. They appear in no object, no error and no verbose text.

    .PARAMETER TenantId
    The tenant: its id, or one of its verified domains.

    .PARAMETER ClientId
    The application id of the tenant's own app registration. With -Credential its user name may say it instead.

    .PARAMETER ClientSecret
    The secret of the app registration, as a SecureString, or as a PSCredential whose password it is. Plain text is refused.

    .PARAMETER Credential
    A PSCredential whose user name is the application id and whose password is the secret, such as Azure Automation keeps.

    .PARAMETER AccessToken
    An access token for Microsoft Graph that was got elsewhere: a SecureString, or a script block that yields one whenever
    a token is needed. The script block is given the scope, and the claims of a challenge where there is one. It runs in
    the runspace that connected.

    .PARAMETER Environment
    The cloud of the tenant: Global (the default, US GCC included), USGov (GCC High), USGovDoD, or China (21Vianet).

    .PARAMETER GraphEndpoint
    The origin of a test tenant's Graph on this machine, such as http://127.0.0.1:8080. Needs -LoginEndpoint.

    .PARAMETER LoginEndpoint
    The origin of a test tenant's token endpoint on this machine. Needs -GraphEndpoint.

    .PARAMETER TestDelayScale
    The fraction of their length that pauses take, for a test tenant whose own delays are scaled likewise.

    .PARAMETER ProtectedUser
    People who are never reset or revoked through this context: object ids or user principal names.

    .PARAMETER Patience
    For how long to wait until the service shows or allows what was done; two minutes when it is not given.

    .PARAMETER Name
    The name of the context. Connecting again under the same name replaces it.

    .PARAMETER PassThru
    Gives the context as an object. It holds no secret.

    .INPUTS
    None. You cannot pipe objects to Connect-Mfa.

    .OUTPUTS
    None, or with -PassThru a GraphMfa.Context.

    .EXAMPLE
    Connect-Mfa -TenantId fabrikam.example -ClientId 0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55 -ClientSecret (Read-Host -AsSecureString)

    Connects as the tenant's own application; the secret is typed.

    .EXAMPLE
    Connect-Mfa -TenantId fabrikam.example -Credential (Get-AutomationPSCredential -Name MfaDesk) -ProtectedUser breakglass@fabrikam.example

    Connects in a runbook with a stored credential, and keeps the emergency account out of reach.

    .EXAMPLE
    Connect-Mfa -AccessToken { (Get-AzAccessToken -ResourceTypeName MSGraph -AsSecureString).Token }

    Connects with tokens of another module, fetched whenever one is needed.

    .LINK
    Disconnect-Mfa

    .LINK
    about_GraphMfa
    #>
    [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'ClientSecret')]
    [OutputType('GraphMfa.Context')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'ClientSecret')]
        [Parameter(Mandatory, ParameterSetName = 'Credential')]
        [Parameter(ParameterSetName = 'AccessToken')]
        [Alias('Tenant')]
        [ValidateNotNullOrEmpty()]
        [string] $TenantId,

        [Parameter(ParameterSetName = 'ClientSecret')]
        [Parameter(ParameterSetName = 'Credential')]
        [Alias('ApplicationId')]
        [ValidateNotNullOrEmpty()]
        [string] $ClientId,

        # An object, because the binder's own refusal of a plain text would print it.
        [Parameter(Mandatory, ParameterSetName = 'ClientSecret')]
        [ValidateNotNull()]
        [object] $ClientSecret,

        [Parameter(Mandatory, ParameterSetName = 'Credential')]
        [ValidateNotNull()]
        [pscredential] $Credential,

        [Parameter(Mandatory, ParameterSetName = 'AccessToken')]
        [ValidateNotNull()]
        [object] $AccessToken,

        [Parameter()]
        [ValidateSet('Global', 'USGov', 'USGovDoD', 'China')]
        [string] $Environment = 'Global',

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $GraphEndpoint,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $LoginEndpoint,

        [Parameter()]
        [double] $TestDelayScale,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string[]] $ProtectedUser,

        [Parameter()]
        [ValidateScript({ $_ -ge [timespan]::Zero -and $_.TotalDays -le 1 })]
        [timespan] $Patience,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Name = 'Default',

        [Parameter()]
        [switch] $PassThru
    )
    end {
        Use-MfaCallerPreference $PSCmdlet
        $given = $PSBoundParameters
        $fault = $null
        $secret = $null
        $token = $null
        $kind = 'clientSecret'
        if ($PSCmdlet.ParameterSetName -eq 'AccessToken') {
            if ($AccessToken -is [scriptblock]) {
                $kind = 'hostToken'
                $token = $AccessToken
            }
            else {
                $kind = 'accessToken'
                $secret = $AccessToken
            }
            if ($null -eq $token -and $secret -isnot [securestring]) {
                $fault = New-MfaFault -Code invalidInput -Message '-AccessToken takes a SecureString or a script block that yields one' -Remedy 'Use ConvertTo-SecureString -AsPlainText -Force, or a script block'
            }
        }
        else {
            $holder = $ClientSecret
            if ($PSCmdlet.ParameterSetName -eq 'Credential') { $holder = $Credential }
            if ($holder -is [pscredential]) {
                $secret = $holder.Password
                $named = $holder.UserName.TrimStart('\')
                if (-not $ClientId) { $ClientId = $named }
                elseif ($PSCmdlet.ParameterSetName -eq 'Credential' -and $ClientId -ne $named) {
                    $fault = New-MfaFault -Code invalidInput -Message "-ClientId '$ClientId' and the user name '$named' of -Credential name different applications" -Remedy 'Give one of them'
                }
            }
            elseif ($holder -is [securestring]) {
                $secret = $holder
                if (-not $ClientId) { $fault = New-MfaFault -Code invalidInput -Message '-ClientSecret needs -ClientId' -Remedy 'Give the application id of the tenant''s own app registration' }
            }
            else {
                $fault = New-MfaFault -Code invalidInput -Message '-ClientSecret takes a SecureString or a PSCredential, never plain text' -Remedy 'Use Read-Host -AsSecureString, Get-Credential or a secret store'
            }
        }
        if ($null -eq $fault -and $given.ContainsKey('GraphEndpoint') -ne $given.ContainsKey('LoginEndpoint')) {
            $fault = New-MfaFault -Code invalidInput -Message '-GraphEndpoint and -LoginEndpoint belong together' -Remedy 'Give both for a test tenant, none for a real one'
        }
        if ($null -eq $fault -and $given.ContainsKey('TestDelayScale') -and -not $given.ContainsKey('GraphEndpoint')) {
            $fault = New-MfaFault -Code invalidInput -Message '-TestDelayScale is for a test tenant only' -Remedy 'Give -GraphEndpoint and -LoginEndpoint, or leave it out'
        }
        if ($null -ne $fault) { $PSCmdlet.ThrowTerminatingError((New-MfaErrorRecord $fault)) }

        $clouds = @{ Global = 'global'; USGov = 'usGovL4'; USGovDoD = 'usGovL5'; China = 'china' }
        $config = [ordered] @{
            credential = $kind
            cloud      = $clouds[$Environment]
            host       = 'PowerShell/{0} GraphMfa/{1}' -f $PSVersionTable.PSVersion, $ExecutionContext.SessionState.Module.Version
        }
        if ($TenantId) { $config['tenant'] = $TenantId }
        if ($ClientId) { $config['clientId'] = $ClientId }
        if ($ProtectedUser) { $config['protectedUsers'] = [string[]] $ProtectedUser }
        if ($given.ContainsKey('Patience')) { $config['patienceMs'] = [int64] $Patience.TotalMilliseconds }
        if ($GraphEndpoint) {
            $config['testTenant'] = [ordered] @{ graph = $GraphEndpoint; login = $LoginEndpoint }
            if ($given.ContainsKey('TestDelayScale')) { $config['testTenant']['delayScale'] = $TestDelayScale }
        }

        $fault = Initialize-MfaNative
        if ($null -eq $fault) {
            $opened = New-MfaClient -Config $config -Secret $secret
            $fault = $opened.Fault
        }
        if ($null -ne $fault) { $PSCmdlet.ThrowTerminatingError((New-MfaErrorRecord $fault)) }

        $context = [pscustomobject] ([ordered] @{
                PSTypeName    = 'GraphMfa.Context'
                Name          = $Name
                TenantId      = $config['tenant']
                ClientId      = $config['clientId']
                Credential    = $kind
                Environment   = $Environment
                GraphEndpoint = $GraphEndpoint
                LoginEndpoint = $LoginEndpoint
                ProtectedUser = [string[]] @($ProtectedUser)
                ConnectedAt   = [datetime]::UtcNow
                ContextId     = [guid]::NewGuid().ToString()
            })
        $table = Get-MfaContextTable
        foreach ($id in $script:GraphMfa.Owned.ToArray()) {
            if ($table.ContainsKey($id) -and $table[$id].Context.Name -eq $Name) { Remove-MfaContext $id }
        }
        $table[$context.ContextId] = @{
            Context  = $context
            Handle   = [uint64] $opened.Handle
            Native   = $script:GraphMfa.Native
            Token    = $token
            Runspace = [System.Management.Automation.Runspaces.Runspace]::DefaultRunspace.InstanceId
        }
        $script:GraphMfa.Owned.Add($context.ContextId)
        $script:GraphMfa.Default = $context.ContextId
        if ($PassThru) { $context }
    }
}

function Connect-Mfa {
    <#
    .SYNOPSIS
    Connects to a tenant, so that the other commands of this module can work in it.

    .DESCRIPTION
    Connect-Mfa signs in to a tenant, as a person or as an application, and makes that the context that the other commands
    use. A person signs in in the browser, unless another way is asked for. The client id is always that of an app
    registration of the tenant's own; the ids of Microsoft's applications are refused.

    One request makes sure that the sign-in works, and tells who it is; -SkipCheck leaves it out, and a wrong secret then
    shows with the first command.

    Several tenants can be connected at the same time under names of their own. The commands take one of them with
    -Context, by name or by the object that -PassThru gives.

    Secrets are SecureStrings and stay in memory, as do the tokens of a person. They appear in no object, no error and no
    verbose text. A private key is used where it is and need not be exportable.

    .PARAMETER TenantId
    The tenant: its id, or one of its verified domains.

    .PARAMETER ClientId
    The application id of the tenant's own app registration. With -Credential its user name may say it instead; with
    -ManagedIdentity it chooses an identity that was assigned.

    .PARAMETER LoginHint
    The sign-in name of the person, if it is known: the browser then does not ask for the account.

    .PARAMETER UseDeviceCode
    A person signs in on another device: a warning shows the address and the code.

    .PARAMETER ManagedIdentity
    Signs in as the identity that Azure gives to this machine, app or Automation account.

    .PARAMETER Certificate
    A certificate of the app registration with its private key, which .NET uses where it is.

    .PARAMETER CertificateThumbprint
    The thumbprint of a certificate in the store My of the user or of the machine.

    .PARAMETER CertificatePath
    A file with a certificate and its private key: PFX or PEM.

    .PARAMETER CertificatePassword
    The password of the certificate file, where it has one.

    .PARAMETER ClientSecret
    The secret of the app registration, as a SecureString, or as a PSCredential whose password it is. Plain text is refused.

    .PARAMETER Credential
    A PSCredential whose user name is the application id and whose password is the secret, such as Azure Automation keeps.

    .PARAMETER FederatedTokenFile
    A file with a token of another identity provider, such as AZURE_FEDERATED_TOKEN_FILE names. It is read each time. Where
    the environment says tenant and application (AZURE_TENANT_ID, AZURE_CLIENT_ID), they need not be given.

    .PARAMETER FederatedToken
    A script block that yields a token of another identity provider whenever one is needed. It is given the audience. It
    runs in the runspace that connected.

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

    .PARAMETER Policy
    Files with guard policies: who is protected, and what a request must bring. They hold beside the policy of the machine
    (%ProgramData%\GraphMfa\policy.json, /etc/graph-mfa/policy.json), which is read where it exists and can only be
    tightened. While one of them is not valid or cannot be read, nothing is written.

    .PARAMETER Patience
    For how long to wait until the service shows or allows what was done; two minutes when it is not given.

    .PARAMETER QuotaProfile
    Which limits hold for authentication methods: Directory, the default, or the much lower ones of Reports, which the
    documentation allows to be read, too. It is also learnt from refusals; saying it spares them.

    .PARAMETER Transport
    How requests travel. Native: the library's own connections, which use the proxy that the environment or the system names.
    Host: this PowerShell sends them by .NET, where native programs may not connect, or where a proxy wants the account that
    runs this to sign in; the library still decides everything about them. When it is not given, it is Host in a sandbox of
    Azure Automation, and Native everywhere else.

    .PARAMETER JournalSink
    A script block that keeps the files of runs, for a machine without a lasting disk. It is given an object with Call
    (create, append, replace, cut, remove), Name, Text and Length, and has kept what it was given when it returns. It puts
    out 'exists' for a create of what is there, 'missing' for what is not, and throws when it cannot. Needs -JournalSource.
    It runs in the runspace that connected; about_GraphMfa_Run has an example.

    .PARAMETER JournalSource
    A script block that is given a name and puts out the whole text of that file, or nothing where there is none.

    .PARAMETER Name
    The name of the context. Connecting again under the same name replaces it.

    .PARAMETER SkipCheck
    Sends nothing: the first command that needs it signs in.

    .PARAMETER PassThru
    Gives the context as an object. It holds no secret.

    .INPUTS
    None. You cannot pipe objects to Connect-Mfa.

    .OUTPUTS
    None, or with -PassThru a GraphMfa.Context.

    .EXAMPLE
    Connect-Mfa -TenantId fabrikam.example -ClientId 0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55

    Signs a person in in the browser.

    .EXAMPLE
    Connect-Mfa -TenantId fabrikam.example -ClientId 0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55 -UseDeviceCode

    Signs a person in on another device, for a session without a browser.

    .EXAMPLE
    Connect-Mfa -ManagedIdentity -ProtectedUser breakglass@fabrikam.example

    Connects a runbook in Azure as its managed identity, and keeps the emergency account out of reach.

    .EXAMPLE
    Connect-Mfa -TenantId fabrikam.example -ClientId 0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55 -CertificateThumbprint A909502DD82AE41433E6F83886B00D4277A32A7B

    Connects as the tenant's own application with a certificate of the machine; its key need not be exportable.

    .EXAMPLE
    Connect-Mfa -TenantId fabrikam.example -ClientId 0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55 -CertificatePath ./desk.pfx -CertificatePassword (Read-Host -AsSecureString)

    Connects with a certificate file, whose password is typed.

    .EXAMPLE
    Connect-Mfa -TenantId fabrikam.example -Credential (Get-AutomationPSCredential -Name MfaDesk)

    Connects in a runbook with a stored secret.

    .EXAMPLE
    Connect-Mfa -TenantId fabrikam.example -ClientId 0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55 -UseDeviceCode -Transport Host

    Connects from behind a proxy that wants Windows authentication.

    .EXAMPLE
    Connect-Mfa -AccessToken { (Get-AzAccessToken -ResourceTypeName MSGraph -AsSecureString).Token }

    Connects with tokens of another module, fetched whenever one is needed.

    .LINK
    Disconnect-Mfa

    .LINK
    Get-MfaPermission

    .LINK
    about_GraphMfa
    #>
    [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'Browser')]
    [OutputType('GraphMfa.Context')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'Browser')]
        [Parameter(Mandatory, ParameterSetName = 'DeviceCode')]
        [Parameter(Mandatory, ParameterSetName = 'Certificate')]
        [Parameter(Mandatory, ParameterSetName = 'CertificateThumbprint')]
        [Parameter(Mandatory, ParameterSetName = 'CertificateFile')]
        [Parameter(Mandatory, ParameterSetName = 'ClientSecret')]
        [Parameter(Mandatory, ParameterSetName = 'Credential')]
        [Parameter(ParameterSetName = 'FederatedTokenFile')]
        [Parameter(Mandatory, ParameterSetName = 'FederatedToken')]
        [Parameter(ParameterSetName = 'ManagedIdentity')]
        [Parameter(ParameterSetName = 'AccessToken')]
        [Alias('Tenant')]
        [ValidateNotNullOrEmpty()]
        [string] $TenantId,

        [Parameter(Mandatory, ParameterSetName = 'Browser')]
        [Parameter(Mandatory, ParameterSetName = 'DeviceCode')]
        [Parameter(Mandatory, ParameterSetName = 'Certificate')]
        [Parameter(Mandatory, ParameterSetName = 'CertificateThumbprint')]
        [Parameter(Mandatory, ParameterSetName = 'CertificateFile')]
        [Parameter(ParameterSetName = 'ClientSecret')]
        [Parameter(ParameterSetName = 'Credential')]
        [Parameter(ParameterSetName = 'FederatedTokenFile')]
        [Parameter(Mandatory, ParameterSetName = 'FederatedToken')]
        [Parameter(ParameterSetName = 'ManagedIdentity')]
        [Alias('ApplicationId')]
        [ValidateNotNullOrEmpty()]
        [string] $ClientId,

        [Parameter(ParameterSetName = 'Browser')]
        [ValidateNotNullOrEmpty()]
        [string] $LoginHint,

        [Parameter(Mandatory, ParameterSetName = 'DeviceCode')]
        [Alias('DeviceCode')]
        [switch] $UseDeviceCode,

        [Parameter(Mandatory, ParameterSetName = 'ManagedIdentity')]
        [Alias('Identity')]
        [switch] $ManagedIdentity,

        [Parameter(Mandatory, ParameterSetName = 'Certificate')]
        [ValidateNotNull()]
        [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,

        [Parameter(Mandatory, ParameterSetName = 'CertificateThumbprint')]
        [ValidateNotNullOrEmpty()]
        [string] $CertificateThumbprint,

        [Parameter(Mandatory, ParameterSetName = 'CertificateFile')]
        [ValidateNotNullOrEmpty()]
        [string] $CertificatePath,

        # An object, because the binder's own refusal of a plain text would print it.
        [Parameter(ParameterSetName = 'CertificateFile')]
        [ValidateNotNull()]
        [object] $CertificatePassword,

        # An object, for the same reason.
        [Parameter(Mandatory, ParameterSetName = 'ClientSecret')]
        [ValidateNotNull()]
        [object] $ClientSecret,

        [Parameter(Mandatory, ParameterSetName = 'Credential')]
        [ValidateNotNull()]
        [pscredential] $Credential,

        [Parameter(Mandatory, ParameterSetName = 'FederatedTokenFile')]
        [ValidateNotNullOrEmpty()]
        [string] $FederatedTokenFile,

        [Parameter(Mandatory, ParameterSetName = 'FederatedToken')]
        [ValidateNotNull()]
        [scriptblock] $FederatedToken,

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
        [ValidateNotNullOrEmpty()]
        [string[]] $Policy,

        [Parameter()]
        [ValidateScript({ $_ -ge [timespan]::Zero -and $_.TotalDays -le 1 })]
        [timespan] $Patience,

        [Parameter()]
        [ValidateSet('Directory', 'Reports')]
        [string] $QuotaProfile,

        [Parameter()]
        [ValidateSet('Native', 'Host')]
        [string] $Transport,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $JournalSink,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $JournalSource,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Name = 'Default',

        [Parameter()]
        [switch] $SkipCheck,

        [Parameter()]
        [switch] $PassThru
    )
    end {
        Use-MfaCallerPreference $PSCmdlet
        $given = $PSBoundParameters
        $fault = $null
        if ($given.ContainsKey('GraphEndpoint') -ne $given.ContainsKey('LoginEndpoint')) {
            $fault = New-MfaFault -Code invalidInput -Message '-GraphEndpoint and -LoginEndpoint belong together' -Remedy 'Give both for a test tenant, none for a real one'
        }
        if ($null -eq $fault -and $given.ContainsKey('TestDelayScale') -and -not $given.ContainsKey('GraphEndpoint')) {
            $fault = New-MfaFault -Code invalidInput -Message '-TestDelayScale is for a test tenant only' -Remedy 'Give -GraphEndpoint and -LoginEndpoint, or leave it out'
        }
        if ($null -eq $fault -and $given.ContainsKey('JournalSink') -ne $given.ContainsKey('JournalSource')) {
            $fault = New-MfaFault -Code invalidInput -Message '-JournalSink and -JournalSource belong together' -Remedy 'Give both: a journal that cannot be read cannot be resumed'
        }
        if ($null -eq $fault) {
            $path = $null
            if ($CertificatePath) { $path = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($CertificatePath) }
            elseif ($FederatedTokenFile) { $path = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($FederatedTokenFile) }
            $way = Get-MfaCredential -Way $PSCmdlet.ParameterSetName -Given $given -Path $path
            $fault = $way.Fault
        }
        if ($null -ne $fault) { $PSCmdlet.ThrowTerminatingError((New-MfaErrorRecord $fault)) }

        $clouds = @{ Global = 'global'; USGov = 'usGovL4'; USGovDoD = 'usGovL5'; China = 'china' }
        $config = [ordered] @{
            cloud = $clouds[$Environment]
            host  = 'PowerShell/{0} GraphMfa/{1}' -f $PSVersionTable.PSVersion, $ExecutionContext.SessionState.Module.Version
        }
        if ($TenantId) { $config['tenant'] = $TenantId }
        if ($ClientId) { $config['clientId'] = $ClientId }
        foreach ($field in $way.Config.Keys) { $config[$field] = $way.Config[$field] }
        if ($ProtectedUser) { $config['protectedUsers'] = [string[]] $ProtectedUser }
        $files = @(foreach ($file in $Policy) { $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($file) })
        $policies = @(Get-MfaPolicySource -Path $files)
        if ($policies.Count -gt 0) { $config['policies'] = $policies }
        if ($given.ContainsKey('Patience')) { $config['patienceMs'] = [int64] $Patience.TotalMilliseconds }
        if ($QuotaProfile) { $config['quotaProfile'] = $QuotaProfile.ToLowerInvariant() }
        if ($null -ne $JournalSink) { $config['hostFiles'] = $true }
        if (-not $given.ContainsKey('Transport')) { $Transport = Get-MfaTransport }
        $wire = $null
        if ($Transport -eq 'Host') {
            $config['hostHttp'] = $true
            $wire = New-MfaWire
        }
        if ($GraphEndpoint) {
            $config['testTenant'] = [ordered] @{ graph = $GraphEndpoint; login = $LoginEndpoint }
            if ($given.ContainsKey('TestDelayScale')) { $config['testTenant']['delayScale'] = $TestDelayScale }
        }

        $fault = Initialize-MfaNative
        if ($null -eq $fault) {
            $opened = New-MfaClient -Config $config -Secret $way.Secret
            $fault = $opened.Fault
        }
        if ($null -ne $fault) { $PSCmdlet.ThrowTerminatingError((New-MfaErrorRecord $fault)) }
        $entry = @{
            Context     = $null
            Handle      = [uint64] $opened.Handle
            Native      = $script:GraphMfa.Native
            Token       = $way.Token
            Certificate = $way.Certificate
            # What sends requests in place of the library.
            Wire        = $wire
            Sink        = $JournalSink
            Source      = $JournalSource
            # The file that the source gave last.
            Held        = $null
            # What the tenant said for the Tab key; it is asked for that only once it has answered something.
            Suggested   = [hashtable]::Synchronized(@{})
            Answered    = $false
            Runspace    = [System.Management.Automation.Runspaces.Runspace]::DefaultRunspace.InstanceId
        }

        $signIn = $null
        if (-not $SkipCheck) {
            $checked = $false
            try {
                $check = Invoke-MfaRequest $entry ([ordered] @{ operation = 'checkSignIn' })
                $checked = $null -eq $check.Error
            }
            finally {
                # Reached on Ctrl+C, too: a client that nobody will use is given back.
                if (-not $checked) { [void] $entry.Native::gmfa_client_free($entry.Handle) }
            }
            if (-not $checked) { $PSCmdlet.ThrowTerminatingError($check.Error) }
            $signIn = ConvertTo-MfaObject $check.Response 'GraphMfa.SignIn'
        }

        $context = [pscustomobject] ([ordered] @{
                PSTypeName    = 'GraphMfa.Context'
                Name          = $Name
                TenantId      = $config['tenant']
                TenantName    = $null
                ClientId      = $config['clientId']
                Credential    = $way.Config['credential']
                Account       = $null
                Environment   = $Environment
                Transport     = $Transport
                GraphEndpoint = $GraphEndpoint
                LoginEndpoint = $LoginEndpoint
                ProtectedUser = [string[]] @($ProtectedUser)
                SignIn        = $signIn
                ConnectedAt   = [datetime]::UtcNow
                ContextId     = [guid]::NewGuid().ToString()
            })
        if ($null -ne $signIn) {
            $context.TenantName = $signIn.TenantDisplayName
            if (-not $context.TenantId) { $context.TenantId = $signIn.TenantId }
            if (-not $context.ClientId) { $context.ClientId = $signIn.AppId }
            $context.Account = $signIn.UserPrincipalName
            if (-not $context.Account) { $context.Account = $signIn.AppDisplayName }
        }
        $entry.Context = $context
        $table = Get-MfaContextTable
        foreach ($id in $script:GraphMfa.Owned.ToArray()) {
            if ($table.ContainsKey($id) -and $table[$id].Context.Name -eq $Name) { Remove-MfaContext $id }
        }
        $table[$context.ContextId] = $entry
        [void] $script:GraphMfa.Owned.Add($context.ContextId)
        $script:GraphMfa.Default = $context.ContextId
        if ($PassThru) { $context }
    }
}

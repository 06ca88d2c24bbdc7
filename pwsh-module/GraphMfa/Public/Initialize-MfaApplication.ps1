function Initialize-MfaApplication {
    <#
    .SYNOPSIS
    Sets up what a script or a desk signs in as, with the least permissions for the jobs named.

    .DESCRIPTION
    Initialize-MfaApplication registers an application in the tenant, or finds one, or a managed identity, and grants it the
    least permissions of Microsoft Graph that are enough for the operations that it is named. Get-MfaPermission tells the same
    permissions without a tenant.

    Everything is read and checked before the first write. What is so already costs no write, so that doing it again is
    harmless; what failed half-way is completed by doing it again. Nothing is taken away: permissions that the jobs do not
    need are told in Superfluous. Each part is read again before it counts as done.

    An application is found again by its name, if this command registered it; one that was registered otherwise is used
    only by its client id. A name that several have is an error.

    With -Kind Application, the default, the permissions are granted to the application itself. With -Kind Delegated it asks
    for them, and an administrator consents at the address in ConsentUrl; whoever signs in to it needs a role as well. A
    managed identity keeps its token for up to a day.

    The sign-in needs Application.ReadWrite.All, and to grant permissions AppRoleAssignment.ReadWrite.All; a person needs the
    roles Cloud Application Administrator and Privileged Role Administrator besides.

    .PARAMETER Name
    The display name of the application. It is registered where there is none of this name.

    .PARAMETER ClientId
    The client id of an application that exists.

    .PARAMETER ManagedIdentity
    A managed identity: its object id, its client id, or the name of the resource that it belongs to.

    .PARAMETER Operation
    The jobs: listMethods, reset, revokeSessions and so on, as Get-MfaPermission takes them. all means every one but setting
    up applications.

    .PARAMETER Kind
    How it signs in: Application, as itself, or Delegated, with a person.

    .PARAMETER CertificatePath
    The file of the certificate with which it signs in, without its private key. Of a file that holds the key too, only the
    certificate is sent.

    .PARAMETER Certificate
    The certificate with which it signs in. Its private key stays where it is.

    .PARAMETER CertificateThumbprint
    The thumbprint of that certificate in a certificate store of the user or of the machine.

    .PARAMETER UseDeviceCode
    Lets people sign in to it with a device code as well. For -Kind Delegated.

    .PARAMETER Reason
    Why, in words.

    .PARAMETER Ticket
    The number of the ticket.

    .PARAMETER RequestedBy
    Who asked for it: the agent on whose behalf an application acts.

    .PARAMETER CallerVerified
    How it was made sure that the caller is that person, where a policy demands it of every change.

    .PARAMETER Force
    Skips the question. It overrides no guard and no refusal.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .PARAMETER WhatIf
    Tells what would be done, and writes nothing.

    .PARAMETER Confirm
    Asks before it acts, with the plan. -Confirm:$false acts without a question.

    .INPUTS
    None. You cannot pipe objects to Initialize-MfaApplication.

    .OUTPUTS
    GraphMfa.ApplicationSetup

    .EXAMPLE
    Initialize-MfaApplication 'MFA nightly' -Operation registrationReport, whoReset -CertificatePath nightly.cer

    Registers an application for a nightly job, which signs in with the certificate, after a question.

    .EXAMPLE
    Initialize-MfaApplication -ManagedIdentity mfa-automation -Operation reset, revokeSessions -WhatIf

    Tells what a managed identity lacks for two jobs.

    .EXAMPLE
    $token = ConvertTo-SecureString (az account get-access-token --resource-type ms-graph --query accessToken --output tsv) -AsPlainText -Force
    Connect-Mfa -AccessToken $token
    $desk = Initialize-MfaApplication 'MFA desk' -Kind Delegated -Operation reset, revokeSessions, issuePass
    Start-Process $desk.ConsentUrl

    Registers the first application of a tenant, with the token of an administrator who is signed in to Azure CLI, and opens
    the page on which the administrator consents.

    .LINK
    Get-MfaPermission

    .LINK
    Connect-Mfa

    .LINK
    about_GraphMfa_Runbooks
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High', DefaultParameterSetName = 'Name')]
    [OutputType('GraphMfa.ApplicationSetup')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Name')]
        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [Parameter(Mandatory, ParameterSetName = 'Client')]
        [Alias('ApplicationId', 'AppId')]
        [ValidateNotNullOrEmpty()]
        [string] $ClientId,

        [Parameter(Mandatory, ParameterSetName = 'Identity')]
        [Alias('Identity')]
        [ValidateNotNullOrEmpty()]
        [string] $ManagedIdentity,

        [Parameter(Mandatory)]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Operation @args })]
        [string[]] $Operation,

        [Parameter(ParameterSetName = 'Name')]
        [Parameter(ParameterSetName = 'Client')]
        [ValidateSet('Application', 'Delegated')]
        [string] $Kind = 'Application',

        [Parameter(ParameterSetName = 'Name')]
        [Parameter(ParameterSetName = 'Client')]
        [ValidateNotNullOrEmpty()]
        [string] $CertificatePath,

        [Parameter(ParameterSetName = 'Name')]
        [Parameter(ParameterSetName = 'Client')]
        [ValidateNotNull()]
        [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,

        [Parameter(ParameterSetName = 'Name')]
        [Parameter(ParameterSetName = 'Client')]
        [ValidateNotNullOrEmpty()]
        [string] $CertificateThumbprint,

        [Parameter(ParameterSetName = 'Name')]
        [Parameter(ParameterSetName = 'Client')]
        [switch] $UseDeviceCode,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Reason,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Ticket,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $RequestedBy,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $CallerVerified,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    end {
        Use-MfaCallerPreference $PSCmdlet
        $refusal = Get-MfaConsentError $PSCmdlet -Force $Force.IsPresent -WhatIf $WhatIfPreference -ConfirmPreference $ConfirmPreference
        if ($null -ne $refusal) { $PSCmdlet.ThrowTerminatingError($refusal) }
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        if ($Force -and -not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = 'None' }
        # Whoever is asked, or asks, sees the plan first.
        $planned = $WhatIfPreference -or [string] $ConfirmPreference -ne 'None'
        $given = Get-MfaPublicCertificate -Cmdlet $PSCmdlet -Path $CertificatePath -Certificate $Certificate -Thumbprint $CertificateThumbprint
        if ($null -ne $given.Error) { $PSCmdlet.ThrowTerminatingError($given.Error) }

        $request = [ordered] @{ operation = 'initializeApplication'; operations = [string[]] $Operation }
        if ($ManagedIdentity) {
            $target = $ManagedIdentity
            $request['managedIdentity'] = $ManagedIdentity
        }
        else {
            $target = $Name
            if ($ClientId) {
                $target = $ClientId
                $request['clientId'] = $ClientId
            }
            else { $request['name'] = $Name }
            $request['kind'] = $Kind.ToLowerInvariant()
            if ($null -ne $given.Text) { $request['certificate'] = $given.Text }
            if ($UseDeviceCode) { $request['deviceCode'] = $true }
        }
        Add-MfaCase $request $PSBoundParameters
        if ($planned) {
            $request['validateOnly'] = $true
            $result = Invoke-MfaRequest $resolved.Entry $request $target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                return
            }
            $lines = @(Get-MfaSetupLine $result.Response)
            if ($WhatIfPreference) {
                foreach ($line in $lines) { [void] $PSCmdlet.ShouldProcess($line, $line, $target) }
                Write-MfaNote (Get-MfaField $result.Response 'notes')
                return
            }
            # What is so already needs nobody's consent.
            $asks = @($result.Response.steps | Where-Object -FilterScript { $_.status -eq 'planned' }).Count -gt 0
            if ($asks -and -not $PSCmdlet.ShouldProcess("Set up $target", ($lines -join "`n"), "Set up $target")) { return }
            $request.Remove('validateOnly')
        }
        elseif (-not $PSCmdlet.ShouldProcess("Set up $target")) { return }

        $result = Invoke-MfaRequest $resolved.Entry $request $target
        if ($null -ne $result.Error) {
            Write-MfaError $PSCmdlet $result
            return
        }
        $outcome = ConvertTo-MfaObject $result.Response 'GraphMfa.ApplicationSetup'
        $outcome
        $fault = Get-MfaSetupFault $outcome
        if ($null -ne $fault) { Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $target; Ends = $false } }
        else { Write-MfaNote (Get-MfaField $result.Response 'notes') }
    }
}

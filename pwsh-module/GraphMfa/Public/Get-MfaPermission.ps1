function Get-MfaPermission {
    <#
    .SYNOPSIS
    Tells which permissions and roles the operations of this module need, and which of them a sign-in lacks.

    .DESCRIPTION
    Without a connection, Get-MfaPermission tells for each operation which permissions of Microsoft Graph it needs, the
    least first, and which directory role a person needs besides. The names are the same for delegated and for application
    permissions.

    With -AsManifest it gives the part of an app registration's manifest that asks for the least permissions that are
    enough. With -CheckSignIn it compares the operations with the token of a connection.

    .PARAMETER Operation
    The operations: listMethods, reset, revokeSessions and so on, or all (the default).

    .PARAMETER Kind
    The kind of permissions in the manifest: Delegated, for people, or Application. Both when it is not given.

    .PARAMETER AsManifest
    Gives the JSON of requiredResourceAccess instead of objects.

    .PARAMETER CheckSignIn
    Signs in if need be, and tells what the sign-in lacks for the operations and what it has beyond them.

    .PARAMETER Context
    The context to check: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    None. You cannot pipe objects to Get-MfaPermission.

    .OUTPUTS
    GraphMfa.Permission, with -AsManifest System.String, with -CheckSignIn GraphMfa.SignIn.

    .EXAMPLE
    Get-MfaPermission -Operation reset, revokeSessions

    Shows what the two operations need.

    .EXAMPLE
    Get-MfaPermission -AsManifest -Kind Application | Set-Content -Path access.json

    Writes what an app registration of a runbook asks for. Azure CLI takes it: az ad app update --required-resource-accesses

    .EXAMPLE
    (Get-MfaPermission -CheckSignIn).Missing

    Shows what the connected sign-in lacks for everything that this module can do.

    .LINK
    Connect-Mfa

    .LINK
    about_GraphMfa
    #>
    [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'Needs')]
    [OutputType('GraphMfa.Permission', 'GraphMfa.SignIn', [string])]
    param(
        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Operation @args })]
        [string[]] $Operation = 'all',

        [Parameter(ParameterSetName = 'Manifest')]
        [ValidateSet('Delegated', 'Application')]
        [string] $Kind,

        [Parameter(Mandatory, ParameterSetName = 'Manifest')]
        [switch] $AsManifest,

        [Parameter(Mandatory, ParameterSetName = 'SignIn')]
        [switch] $CheckSignIn,

        [Parameter(ParameterSetName = 'SignIn')]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    end {
        Use-MfaCallerPreference $PSCmdlet
        if ($CheckSignIn) {
            $resolved = Resolve-MfaContext $Context
            if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
            $result = Invoke-MfaRequest $resolved.Entry ([ordered] @{ operation = 'checkSignIn'; operations = [string[]] $Operation })
            if ($null -ne $result.Error) { Write-MfaError $PSCmdlet $result }
            else { ConvertTo-MfaObject $result.Response 'GraphMfa.SignIn' }
            return
        }
        $request = [ordered] @{ call = 'permissions'; operations = [string[]] $Operation }
        if ($Kind) { $request['kind'] = $Kind.ToLowerInvariant() }
        $told = Invoke-MfaQuick $request
        if ($null -ne $told.Fault) { $PSCmdlet.ThrowTerminatingError((New-MfaErrorRecord $told.Fault)) }
        if ($AsManifest) {
            ConvertTo-Json -InputObject @($told.Answer.requiredResourceAccess) -Depth 4
            return
        }
        foreach ($needs in $told.Answer.operations) { ConvertTo-MfaObject $needs 'GraphMfa.Permission' }
    }
}

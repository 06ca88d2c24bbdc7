function Get-MfaContext {
    <#
    .SYNOPSIS
    Shows which tenant this session is connected to.

    .DESCRIPTION
    Get-MfaContext gives the context that the other commands use by default, or nothing when there is no connection. The
    object holds no secret.

    .PARAMETER Name
    The name of the context to show.

    .PARAMETER ListAvailable
    Shows every context that this session connected.

    .INPUTS
    None. You cannot pipe objects to Get-MfaContext.

    .OUTPUTS
    GraphMfa.Context

    .EXAMPLE
    Get-MfaContext

    Shows the default context.

    .EXAMPLE
    Get-MfaContext -ListAvailable | Format-Table Name, TenantId, Environment

    Shows every connected tenant.

    .LINK
    Connect-Mfa
    #>
    [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'One')]
    [OutputType('GraphMfa.Context')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'One')]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [string] $Name,

        [Parameter(Mandatory, ParameterSetName = 'All')]
        [switch] $ListAvailable
    )
    end {
        Use-MfaCallerPreference $PSCmdlet
        if ($Name) {
            $resolved = Resolve-MfaContext $Name
            if ($resolved.ContainsKey('Error')) { $PSCmdlet.WriteError($resolved.Error) }
            else { $resolved.Entry.Context }
            return
        }
        $table = Get-MfaContextTable
        foreach ($id in $script:GraphMfa.Owned.ToArray()) {
            if (-not $table.ContainsKey($id)) { continue }
            if ($ListAvailable -or $id -eq $script:GraphMfa.Default) { $table[$id].Context }
        }
    }
}

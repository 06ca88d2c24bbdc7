function Get-MfaAdministrativeUnit {
    <#
    .SYNOPSIS
    Tells which administrative units the tenant has.

    .DESCRIPTION
    Get-MfaAdministrativeUnit lists the administrative units of the tenant by name, whether anybody holds a role in them or
    not. Grant-MfaRole grants a role in one of them, so that whoever holds it may help the people of this unit only. Of a
    unit whose management is restricted, only holders of a role in the unit may change the members.

    .PARAMETER Name
    Only units with these names; wildcard characters are allowed.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    None. You cannot pipe objects to Get-MfaAdministrativeUnit.

    .OUTPUTS
    GraphMfa.AdministrativeUnitInfo

    .EXAMPLE
    Get-MfaAdministrativeUnit

    Lists all units.

    .EXAMPLE
    Get-MfaAdministrativeUnit 'Service Desk*' | ForEach-Object { Get-MfaRoleAssignment -AdministrativeUnit $_.UnitId }

    Tells who holds roles in the units whose names begin so.

    .LINK
    Grant-MfaRole

    .LINK
    Get-MfaRoleAssignment
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.AdministrativeUnitInfo')]
    param(
        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Unit @args })]
        [string[]] $Name = '*',

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    end {
        Use-MfaCallerPreference $PSCmdlet
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        $result = Invoke-MfaRequest $resolved.Entry ([ordered] @{ operation = 'listAdministrativeUnits' })
        if ($null -ne $result.Error) {
            Write-MfaError $PSCmdlet $result
            return
        }
        foreach ($unit in $result.Response.units) {
            if (@($Name | Where-Object -FilterScript { $unit.displayName -like $_ }).Count -gt 0) { ConvertTo-MfaObject $unit 'GraphMfa.AdministrativeUnitInfo' }
        }
    }
}
